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

package io.kestrel.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.kestrel.feature.ConnectionFeature;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TestCertificates;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.WebsocketServerSpec;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.WebFilter;

/**
 * An application with WebSockets on three endpoints: {@code clear} text, {@code tls} with
 * HTTP/1.1 alone, and {@code tls2} with HTTP/2 as well. {@code /echo} echoes, and
 * {@code /close} closes with 4000; both know the subprotocol {@code chat}.
 */
final class WebSocketApplication implements AutoCloseable {

	private final TestApplication application;

	WebSocketApplication(Path directory) throws Exception {
		this.application = TestApplication.with(Sockets.class)
			.run("--server.certificates.default.path=" + TestCertificates.keyStore(directory),
					"--server.certificates.default.password=" + TestCertificates.PASSWORD,
					"--server.endpoints.clear.url=http://127.0.0.1:0", "--server.endpoints.tls.url=https://127.0.0.1:0",
					"--server.endpoints.tls.protocols=http1", "--server.endpoints.tls2.url=https://127.0.0.1:0");
	}

	/**
	 * Return the URL of WebSockets on an endpoint, without a path.
	 */
	String url(String endpoint) {
		return ("clear".equals(endpoint) ? "ws" : "wss") + "://127.0.0.1:" + this.application.port(endpoint);
	}

	/**
	 * Return the next request that has come.
	 */
	BlockingQueue<Seen> seen() {
		return this.application.context().getBean(Sockets.class).seen;
	}

	@Override
	public void close() {
		this.application.close();
	}

	/**
	 * A request as the application saw it.
	 *
	 * @param endpoint the name of the endpoint
	 * @param connection the id of the connection
	 * @param method GET, or CONNECT on HTTP/2
	 * @param path the path
	 */
	record Seen(@Nullable String endpoint, String connection, String method, String path) {

		private static Seen of(ServerHttpRequest request) {
			ConnectionFeature connection = RequestFeatures.from(request).find(ConnectionFeature.class).orElseThrow();
			return new Seen(connection.getEndpointName(), connection.getId(), request.getMethod().name(),
					request.getPath().value());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Sockets implements WebFluxConfigurer {

		private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

		@Override
		public WebSocketService getWebSocketService() {
			return new HandshakeWebSocketService(
					new ReactorNettyRequestUpgradeStrategy(() -> WebsocketServerSpec.builder().compress(true)));
		}

		@Bean
		HandlerMapping sockets() {
			Chat echo = new Chat((session) -> session.send(session.receive().doOnNext(WebSocketMessage::retain)));
			Chat close = new Chat((session) -> session.close(new CloseStatus(4000, "enough")));
			return new SimpleUrlHandlerMapping(Map.of("/echo", echo, "/close", close), 1);
		}

		@Bean
		WebFilter recorder() {
			return (exchange, chain) -> {
				this.seen.add(Seen.of(exchange.getRequest()));
				return chain.filter(exchange);
			};
		}

	}

	/**
	 * Speaks the subprotocol {@code chat}.
	 *
	 * @param handler what it says
	 */
	private record Chat(WebSocketHandler handler) implements WebSocketHandler {

		@Override
		public List<String> getSubProtocols() {
			return List.of("chat");
		}

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return this.handler.handle(session);
		}

	}

}
