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

package io.kestrel.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what visitors see when the sample application stops.
 */
class ShutdownIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() {
		this.context = new SpringApplicationBuilder(SampleApplication.class).run("--server.urls=http://localhost:5000",
				"--server.port=0");
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void slowAnswerArrives() {
		CompletableFuture<HttpResponse<String>> response = this.client
			.sendAsync(HttpRequest.newBuilder(uri("http", "/api/slow?seconds=1")).build(), BodyHandlers.ofString());
		await().atMost(TIMEOUT).until(() -> activeRequests() == 1);
		this.context.close();
		assertThat(response).succeedsWithin(TIMEOUT).extracting(HttpResponse::body).isEqualTo("{\"waitedSeconds\":1}");
	}

	@Test
	void clockEnds() throws Exception {
		HttpResponse<Stream<String>> response = this.client
			.send(HttpRequest.newBuilder(uri("http", "/api/clock")).build(), BodyHandlers.ofLines());
		this.context.close();
		CompletableFuture<List<String>> lines = CompletableFuture.supplyAsync(() -> response.body().toList());
		assertThat(lines).succeedsWithin(TIMEOUT).satisfies((all) -> assertThat(all).isNotEmpty());
	}

	@Test
	void webSocketIsClosed() {
		RecordingWebSocketListener listener = new RecordingWebSocketListener();
		WebSocket socket = this.client.newWebSocketBuilder().buildAsync(uri("ws", "/ws/echo"), listener).join();
		socket.sendText("kee", true).join();
		assertThat(listener.firstMessage()).succeedsWithin(TIMEOUT);
		this.context.close();
		assertThat(listener.closeCode()).succeedsWithin(TIMEOUT).isEqualTo(1001);
	}

	private int activeRequests() {
		return this.context.getBean(MeterRegistry.class)
			.find("http.server.requests.active")
			.longTaskTimers()
			.stream()
			.mapToInt(LongTaskTimer::activeTasks)
			.sum();
	}

	private URI uri(String scheme, String path) {
		return URI
			.create(scheme + "://localhost:" + this.context.getEnvironment().getProperty("local.server.port") + path);
	}

}
