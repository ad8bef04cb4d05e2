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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.kestrel.feature.MinRequestBodyDataRateFeature;
import io.kestrel.feature.MinResponseDataRateFeature;
import io.kestrel.feature.RequestBodyTimeoutException;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.limits.MinDataRate;
import io.kestrel.testing.Events;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the minimum data rates of HTTP/1.1, in clear text and over TLS. The client
 * waits for what the server does.
 */
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass(name = "{0}, nio={1}")
@CsvSource({ "http, true", "http, false", "https, false" })
class DataRateIntegrationTests {

	/** Late after three beats. */
	private static final MinDataRate RATE = new MinDataRate(1_000_000, Duration.ofMillis(1100));

	/** More than sockets of both sides hold. */
	private static final int LARGE = 64 * 1024 * 1024;

	private final Events<String> events = new Events<>();

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final String scheme;

	@AutoClose
	private final TestServer server;

	@TempDir
	static Path directory;

	private static Path file;

	DataRateIntegrationTests(String scheme, boolean nio) {
		this.scheme = scheme;
		this.server = new TestServer(Uploads.handledBy(this::handle)).fast().transport(nio);
	}

	@BeforeAll
	static void makeFile() throws Exception {
		file = Files.write(directory.resolve("large"), new byte[LARGE]);
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		RequestFeatures features = RequestFeatures.from(exchange);
		return switch (exchange.getRequest().getPath().value()) {
			case "/swallow" -> Uploads.echo(exchange)
				.onErrorResume(RequestBodyTimeoutException.class, (ex) -> Uploads.answer(exchange, "never mind"));
			case "/patient" -> {
				features.find(MinRequestBodyDataRateFeature.class).orElseThrow().setMinDataRate(null);
				yield Uploads.echo(exchange);
			}
			case "/pause" -> this.release.asMono().then(Mono.defer(() -> Uploads.echo(exchange)));
			case "/pieces" -> pieces(exchange);
			case "/patient-pieces" -> {
				features.find(MinResponseDataRateFeature.class).orElseThrow().setMinDataRate(null);
				yield pieces(exchange);
			}
			case "/file" -> ((ZeroCopyHttpOutputMessage) exchange.getResponse()).writeWith(file, 0, LARGE)
				.doFinally((signal) -> this.events.add(signal.toString()));
			default -> Uploads.echo(exchange).doOnError((ex) -> this.events.add(ex.getClass().getSimpleName()));
		};
	}

	private Mono<Void> pieces(ServerWebExchange exchange) {
		return exchange.getResponse()
			.writeWith(Flux.range(0, LARGE / 16384)
				.map((number) -> exchange.getResponse().bufferFactory().wrap(new byte[16384])))
			.doFinally((signal) -> this.events.add(signal.toString()));
	}

	private RawHttpConnection start() throws Exception {
		this.server.limits(this.scheme + "://127.0.0.1:0",
				(limits) -> limits.minRequestBodyDataRate(RATE).minResponseDataRate(RATE));
		("https".equals(this.scheme) ? this.server.secure() : this.server).start();
		return this.server.connect();
	}

	private String event() throws InterruptedException {
		return this.events.next();
	}

	private static String post(String path, int length) {
		return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n";
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a" })
	void bodyThatDoesNotComeIsRefused(String begun) throws Exception {
		try (RawHttpConnection client = start()) {
			client.send(post("/", 10) + begun);
			assertThat(client.receiveToEnd()).startsWith("HTTP/1.1 408 ").containsIgnoringCase("connection: close");
			assertThat(event()).isEqualTo("RequestBodyTimeoutException");
		}
	}

	@Test
	void connectionEndsAlsoWhereTheHandlerDoesNotMind() throws Exception {
		try (RawHttpConnection client = start()) {
			client.send(post("/swallow", 10));
			assertThat(client.receiveToEnd()).startsWith("HTTP/1.1 200 ")
				.containsIgnoringCase("connection: close")
				.endsWith("never mind");
		}
	}

	@Test
	void rateCanBeRemovedForOneRequest() throws Exception {
		try (RawHttpConnection patient = start(); RawHttpConnection other = this.server.connect()) {
			patient.send(post("/patient", 2) + "a");
			// Asked for later and cut off, so the first one would have been as well.
			other.send(post("/", 2) + "a");
			assertThat(other.receiveToEnd()).startsWith("HTTP/1.1 408 ");
			patient.send("b");
			assertThat(patient.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("echo ab");
			patient.send(post("/", 2) + "a");
			assertThat(patient.receiveToEnd()).as("the next request").startsWith("HTTP/1.1 408 ");
		}
	}

	@Test
	void pauseOfTheApplicationDoesNotCount() throws Exception {
		try (RawHttpConnection client = start(); RawHttpConnection other = this.server.connect()) {
			client.send(post("/pause", 2) + "a");
			other.send(post("/", 2) + "a");
			assertThat(other.receiveToEnd()).startsWith("HTTP/1.1 408 ");
			client.send("b");
			this.release.tryEmitEmpty();
			assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("echo ab");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/pieces", "/file" })
	void connectionOfAClientThatDoesNotReadIsReset(String path) throws Exception {
		try (RawHttpConnection client = start()) {
			client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
			// Reactor Netty does not tell the handler apart how a response ended.
			assertThat(event()).isNotNull();
			assertThat(client.receiveBytesToEnd().length).isLessThan(LARGE);
		}
	}

	@Test
	void responseRateCanBeRemovedForOneRequest() throws Exception {
		try (RawHttpConnection client = start(); RawHttpConnection other = this.server.connect()) {
			client.send("GET /patient-pieces HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
			other.send("GET /pieces HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(event()).as("the other one").isNotNull();
			assertThat(other.receiveBytesToEnd().length).isLessThan(LARGE);
			assertThat(client.receiveBytesToEnd().length).isGreaterThan(LARGE);
		}
	}

}
