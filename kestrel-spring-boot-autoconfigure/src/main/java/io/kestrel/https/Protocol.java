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

package io.kestrel.https;

/**
 * A version of HTTP that an endpoint speaks.
 *
 * @since 0.1.0
 */
public enum Protocol {

	/**
	 * HTTP/1.0 and HTTP/1.1.
	 */
	HTTP1,

	/**
	 * HTTP/2: by ALPN over TLS, by prior knowledge in clear text.
	 */
	HTTP2

}
