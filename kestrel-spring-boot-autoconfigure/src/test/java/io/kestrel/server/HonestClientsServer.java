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

import java.nio.file.Path;
import java.time.Duration;

import io.kestrel.limits.MinDataRate;
import io.netty.channel.ChannelOption;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;

/**
 * A server in a process of its own, which may live on a slow line. Prints its ports and
 * what it refuses, and ends when its input does.
 */
public final class HonestClientsServer {

	private static final int PART = 16 << 10;

	/**
	 * What the kernel takes counts as written: little, so that a response waits for its
	 * client.
	 */
	private static final int SOCKET_BUFFER = 32 << 10;

	private HonestClientsServer() {
	}

	/* The key store, bytes per second and the grace period in seconds. */
	public static void main(String[] arguments) throws Exception {
		MinDataRate rate = new MinDataRate(Long.parseLong(arguments[1]),
				Duration.ofSeconds(Long.parseLong(arguments[2])));
		try (TestServer server = new TestServer(Uploads.handledBy(HonestClientsServer::handle))) {
			server.secure(Path.of(arguments[0]))
				.factory((factory) -> factory
					.addServerCustomizers((made) -> made.childOption(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)))
				.options((options) -> options.urls("http://127.0.0.1:0", "https://127.0.0.1:0")
					.limits((limits) -> limits.minRequestBodyDataRate(rate).minResponseDataRate(rate)))
				.start();
			System.out.println("PORTS " + server.port(0) + " " + server.port(1));
			System.out.flush();
			while (System.in.read() != -1) {
				// Until the test ends.
			}
			System.out.println("OPEN " + server.server().openConnections());
		}
	}

	private static Mono<Void> handle(ServerWebExchange exchange) {
		if (exchange.getRequest().getMethod() == HttpMethod.POST) {
			return Uploads.count(exchange);
		}
		int parts = Integer.parseInt(exchange.getRequest().getPath().value().substring(1)) / PART;
		Flux<DataBuffer> body = Flux.range(0, parts)
			.map((number) -> exchange.getResponse().bufferFactory().allocateBuffer(PART).writePosition(PART));
		return exchange.getResponse().writeWith(body);
	}

}
