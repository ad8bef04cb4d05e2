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

package io.kestrel.http;

import java.nio.charset.StandardCharsets;

import io.netty.handler.codec.http.HttpMethod;

/**
 * Methods by their octets. They are case-sensitive (RFC 9110 section 9.1).
 */
final class Methods {

	private static final HttpMethod[] COMMON = { HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE,
			HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PATCH, HttpMethod.CONNECT, HttpMethod.TRACE };

	private Methods() {
	}

	static HttpMethod of(byte[] octets, int from, int to) {
		for (HttpMethod method : COMMON) {
			byte[] name = method.asciiName().array();
			if (name.length == to - from && name[0] == octets[from] && isRest(name, octets, from)) {
				return method;
			}
		}
		return HttpMethod.valueOf(new String(octets, from, to - from, StandardCharsets.ISO_8859_1));
	}

	private static boolean isRest(byte[] name, byte[] octets, int from) {
		for (int i = 1; i < name.length; i++) {
			if (name[i] != octets[from + i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return whether a request of HTTP/1.0 with this method must say how long its body
	 * is.
	 * @param method the method
	 * @return whether it is POST or PUT
	 */
	static boolean sendsBody(HttpMethod method) {
		return HttpMethod.POST.equals(method) || HttpMethod.PUT.equals(method);
	}

}
