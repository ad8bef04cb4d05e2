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

package io.kestrel.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.netty.http.server.HttpServerRequest;

/**
 * All that could be taken for the host of a request, because nobody knows what the
 * application looks at.
 */
final class Authorities {

	private static final Pattern ABSOLUTE_FORM = Pattern.compile("[^/?#]*://([^/?#]*)");

	private Authorities() {
	}

	static Stream<String> of(HttpServerRequest request) {
		return Stream.concat(request.requestHeaders().getAll(HttpHeaderNames.HOST).stream(),
				authority(request.uri()).stream());
	}

	/*
	 * A target in absolute form has a host of its own (RFC 9112, section 3.2.2).
	 */
	private static Optional<String> authority(String target) {
		Matcher matcher = ABSOLUTE_FORM.matcher(target);
		return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
	}

}
