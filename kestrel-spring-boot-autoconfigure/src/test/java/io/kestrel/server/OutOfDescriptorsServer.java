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

import io.kestrel.testing.RawHttpConnection;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * A server in a process of its own, which has few file descriptors. Prints its port, and
 * ends when its input does.
 */
public final class OutOfDescriptorsServer {

	private OutOfDescriptorsServer() {
	}

	public static void main(String[] arguments) throws Exception {
		try (TestServer server = new TestServer(OutOfDescriptorsServer::answer)) {
			server.transport(Boolean.parseBoolean(arguments[0])).urls("http://127.0.0.1:0").start();
			// A class can't be loaded without a file descriptor.
			try (RawHttpConnection client = new RawHttpConnection("127.0.0.1", server.port(0))) {
				client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").receiveResponse();
			}
			System.out.println("PORT " + server.port(0));
			System.out.flush();
			while (System.in.read() != -1) {
				// Until the test ends.
			}
		}
	}

	private static Mono<Void> answer(ServerHttpRequest request, ServerHttpResponse response) {
		response.getHeaders().setContentLength(0);
		return response.setComplete();
	}

}
