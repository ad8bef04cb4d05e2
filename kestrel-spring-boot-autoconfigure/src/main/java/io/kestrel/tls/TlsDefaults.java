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

package io.kestrel.tls;

import java.util.List;

import io.netty.handler.codec.http2.Http2SecurityUtil;

/**
 * What TLS is spoken where nothing else is configured. The server's order of cipher
 * suites counts.
 */
public final class TlsDefaults {

	/**
	 * TLS 1.3 and TLS 1.2; all older versions are withdrawn (RFC 8996).
	 */
	public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

	/**
	 * With forward secrecy and authenticated encryption only, as HTTP/2 wants it (RFC
	 * 9113 section 9.2.2).
	 */
	public static final List<String> CIPHERS = List.copyOf(Http2SecurityUtil.CIPHERS);

	private TlsDefaults() {
	}

}
