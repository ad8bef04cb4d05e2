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

package io.kestrel.benchmarks.decoder;

import java.util.List;

/**
 * The texts of requests.
 */
final class Requests {

	static final String WRK = "GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";

	static final String BROWSER = """
			GET /products/42?colour=blue&size=m HTTP/1.1
			Host: shop.example.com
			Connection: keep-alive
			sec-ch-ua: "Chromium";v="142", "Google Chrome";v="142", "Not_A Brand";v="99"
			sec-ch-ua-mobile: ?0
			sec-ch-ua-platform: "Linux"
			User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36
			Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
			Sec-Fetch-Site: same-origin
			Sec-Fetch-Mode: navigate
			Accept-Encoding: gzip, deflate, br, zstd
			Accept-Language: en-GB,en;q=0.9,de;q=0.8
			Cookie: session=7d1f0c5e2b9a4c83a6f4; theme=dark; consent=1

			"""
		.replace("\n", "\r\n");

	/** Every kind of message, so that no measurement runs on code that knows only one. */
	static final List<String> ALL_KINDS = List.of(WRK, BROWSER, fortyFields(),
			"GET http://shop.example.com/?q=%41 HTTP/1.1\r\nHost: shop.example.com\r\n\r\n",
			"HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
			"POST /length HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
			"PUT /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n",
			"PATCH /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nDigest: x\r\n\r\n");

	private Requests() {
	}

	static String fortyFields() {
		StringBuilder text = new StringBuilder(BROWSER.substring(0, BROWSER.length() - 2));
		for (int i = 0; i < 28; i++) {
			text.append("X-Custom-Field-").append(i).append(": the value of field ").append(i).append("\r\n");
		}
		return text.append("\r\n").toString();
	}

}
