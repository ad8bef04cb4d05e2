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

package io.kestrel.connection;

import io.kestrel.http2.ResponseFields;
import io.kestrel.http2.ResponseFrame;
import io.kestrel.refusal.Sampler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http2.Http2Headers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends a response that is there as a whole as one message through the pipelines of its
 * stream and of its connection. All others are left to Netty's codec, which sits between
 * this and the stream. Tells the operator of fields that HTTP/2 does not have. One for a
 * server.
 */
@ChannelHandler.Sharable
final class Http2Responses extends ChannelOutboundHandlerAdapter {

	static final String NAME = "kestrel.http2Responses";

	private static final Log logger = LogFactory.getLog(Http2Responses.class);

	private final Sampler dropped = new Sampler();

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (HttpMessages.isResponse(message)) {
			warn(context, ((HttpResponse) message).headers());
		}
		// By its exact class: see HttpMessages.
		ResponseFrame whole = (message.getClass() == DefaultFullHttpResponse.class)
				? frame((DefaultFullHttpResponse) message) : null;
		context.write((whole != null) ? whole : message, promise);
	}

	private void warn(ChannelHandlerContext context, HttpHeaders fields) {
		String names = ResponseFields.dropped(fields);
		if (names == null) {
			return;
		}
		long suppressed = this.dropped.speak(context.channel().eventLoop().ticker().nanoTime());
		if (suppressed >= 0) {
			logger.warn("Not sent, for a response of HTTP/2 must not have it: " + names
					+ " (RFC 9113 section 8.2.2). Set it on responses of HTTP/1.1 only"
					+ ((suppressed > 0) ? "; " + suppressed + " more since the last line." : "."));
		}
	}

	private static @Nullable ResponseFrame frame(DefaultFullHttpResponse response) {
		if (!isSimple(response)) {
			return null;
		}
		Http2Headers head = ResponseFields.of(response.status(), response.headers());
		return (head != null) ? new ResponseFrame(head, response.content()) : null;
	}

	private static boolean isSimple(DefaultFullHttpResponse response) {
		return response.content().isReadable() && response.trailingHeaders().isEmpty()
				&& response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
	}

}
