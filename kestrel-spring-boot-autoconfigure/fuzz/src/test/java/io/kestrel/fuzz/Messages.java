/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.kestrel.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Messages as texts. In how many pieces a body comes makes no difference.
 */
final class Messages {

	/* Netty takes it for one that has no place there. */
	private static final String NOT_COMPARED = "trailer";

	private final List<String> texts = new ArrayList<>();

	private final StringBuilder body = new StringBuilder();

	private boolean broken;

	void add(HttpObject message) {
		this.broken |= message.decoderResult().isFailure();
		if (message instanceof HttpRequest request) {
			this.texts.add(
					request.method() + " " + request.uri() + " " + request.protocolVersion() + text(request.headers()));
		}
		if (message instanceof HttpContent content) {
			this.body.append(content.content().toString(StandardCharsets.ISO_8859_1));
		}
		if (message instanceof LastHttpContent last) {
			this.texts.add("body " + this.body + text(last.trailingHeaders()));
			this.body.setLength(0);
		}
		ReferenceCountUtil.release(message);
	}

	private static String text(HttpHeaders headers) {
		StringBuilder text = new StringBuilder();
		for (Map.Entry<String, String> field : headers) {
			if (!field.getKey().equalsIgnoreCase(NOT_COMPARED)) {
				text.append('\n').append(field.getKey()).append(": ").append(field.getValue());
			}
		}
		return text.toString();
	}

	/**
	 * Return the requests and bodies that are complete.
	 * @return their texts
	 */
	List<String> texts() {
		return this.texts;
	}

	/**
	 * Return what has come of the body that is not complete.
	 * @return the text
	 */
	String begun() {
		return this.body.toString();
	}

	/**
	 * Return whether the latest message says that it could not be decoded.
	 * @return whether it does
	 */
	boolean isBroken() {
		return this.broken;
	}

}
