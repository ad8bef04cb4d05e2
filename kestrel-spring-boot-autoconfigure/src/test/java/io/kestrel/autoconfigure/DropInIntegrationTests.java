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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.kestrel.testing.Http;
import io.kestrel.testing.TestApplication;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows on every endpoint of one application that what applications of Spring Boot do
 * goes on working. The fixtures are such that a factory which forgets an endpoint, a
 * customizer or Spring's own request and response fails them.
 */
class DropInIntegrationTests {

	private static final byte[] CONTENT = "0123456789".repeat(10_000).getBytes(StandardCharsets.US_ASCII);

	@AutoClose
	private static TestApplication application;

	private static Path file;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		file = Files.write(directory.resolve("content.bin"), CONTENT);
		application = TestApplication.with(Routes.class)
			.run("--server.urls=http://127.0.0.1:0;http://[::1]:0", "--server.compression.enabled=true",
					"--server.compression.min-response-size=10B", "--server.http2.enabled=true");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void factoryAndServerCustomizersHoldOnEveryEndpoint(int endpoint) {
		int before = Routes.CONNECTIONS.get();
		HttpResponse<String> response = Http.exchange(url(endpoint) + "/hello");
		assertThat(response.body()).isEqualTo("hello");
		assertThat(response.headers().firstValue("x-factory-customizer")).contains("yes");
		assertThat(Routes.CONNECTIONS.get()).isGreaterThan(before);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void routeProvidersComeBeforeSpring(int endpoint) {
		assertThat(Http.get(url(endpoint) + "/netty-route")).isEqualTo("route");
		assertThat(Http.exchange(url(endpoint) + "/nobody").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void webSocketsAreUpgraded(int endpoint) throws Exception {
		CompletableFuture<String> received = new CompletableFuture<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create(url(endpoint).replace("http:", "ws:") + "/ws"), new FirstText(received))
			.get(30, TimeUnit.SECONDS);
		socket.sendText("ping", true);
		assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo("echo ping");
		socket.abort();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void filesAreSentWithoutCopying(int endpoint) throws Exception {
		Routes.FILE_REGIONS.clear();
		HttpRequest request = HttpRequest.newBuilder(URI.create(url(endpoint) + "/file"))
			.version(HttpClient.Version.HTTP_1_1)
			.build();
		byte[] body = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body();
		assertThat(body).isEqualTo(CONTENT);
		assertThat(Routes.FILE_REGIONS).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void eventsAreStreamed(int endpoint) {
		assertThat(Http.get(url(endpoint) + "/events")).isEqualTo("data:1\n\ndata:2\n\ndata:3\n\n");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void responsesAreCompressed(int endpoint) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url(endpoint) + "/long"))
			.header("Accept-Encoding", "gzip")
			.build();
		HttpResponse<byte[]> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
		assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
		assertThat(response.body()).hasSizeLessThan(1000);
	}

	@Test
	void contextCanBeStoppedAndStarted() {
		try (TestApplication own = TestApplication.run("--server.urls=http://127.0.0.1:0;http://[::1]:0")) {
			assertThat(Http.get(own.addresses().get(1) + "/hello")).isEqualTo("hello");
			own.context().stop();
			assertThat(own.addresses()).containsExactly("http://127.0.0.1:0", "http://[::1]:0");
			own.context().start();
			assertThat(Http.get(own.addresses().get(0) + "/hello")).isEqualTo("hello");
			assertThat(Http.get(own.addresses().get(1) + "/hello")).isEqualTo("hello");
		}
	}

	@Test
	void twoContextsLiveInOneJvm() {
		try (TestApplication first = TestApplication.run("--server.urls=http://127.0.0.1:0");
				TestApplication second = TestApplication.run("--server.urls=http://127.0.0.1:0")) {
			assertThat(first.port(0)).isNotEqualTo(second.port(0));
			first.close();
			assertThat(Http.get(second.addresses().get(0) + "/hello")).isEqualTo("hello");
		}
	}

	private static String url(int endpoint) {
		return application.addresses().get(endpoint);
	}

	private record FirstText(CompletableFuture<String> received) implements WebSocket.Listener {

		@Override
		public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.received.complete(data.toString());
			return WebSocket.Listener.super.onText(webSocket, data, last);
		}

	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Routes {

		static final AtomicInteger CONNECTIONS = new AtomicInteger();

		static final List<Object> FILE_REGIONS = Collections.synchronizedList(new ArrayList<>());

		@Bean
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> factoryCustomizer() {
			return (factory) -> factory
				.addServerCustomizers((server) -> server.mapHandle((mono, connection) -> mono.doFirst(() -> {
					if (connection instanceof reactor.netty.http.server.HttpServerResponse response) {
						response.header("x-factory-customizer", "yes");
					}
				})));
		}

		@Bean
		NettyServerCustomizer serverCustomizer() {
			return (server) -> server.doOnConnection((connection) -> CONNECTIONS.incrementAndGet())
				.doOnChannelInit((observer, channel, address) -> channel.pipeline().addFirst(new FileRegionRecorder()));
		}

		@Bean
		NettyRouteProvider routeProvider() {
			return (routes) -> routes.get("/netty-route",
					(request, response) -> response.sendString(Mono.just("route")));
		}

		@Bean
		HandlerMapping webSockets() {
			WebSocketHandler echo = (session) -> session
				.send(session.receive().map((message) -> session.textMessage("echo " + message.getPayloadAsText())));
			return new SimpleUrlHandlerMapping(Map.of("/ws", echo), -1);
		}

		@GetMapping(path = "/file", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
		Resource file() {
			return new FileSystemResource(file);
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<Integer> events() {
			return Flux.just(1, 2, 3);
		}

		@GetMapping("/long")
		String longText() {
			return "long ".repeat(1000);
		}

	}

	private static final class FileRegionRecorder extends ChannelOutboundHandlerAdapter {

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			if (message instanceof FileRegion) {
				Routes.FILE_REGIONS.add(message.getClass());
			}
			context.write(message, promise);
		}

	}

}
