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

import java.io.IOException;

import io.kestrel.testing.Events;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.util.unit.DataSize;
import org.springframework.web.server.WebHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code Expect: 100-continue}: the client is told to go on when the
 * application asks for the body, and only then.
 */
@ParameterizedClass(name = "nio={0}")
@ValueSource(booleans = { false, true })
class ExpectContinueIntegrationTests {

	private static final String EXPECT = "Expect: 100-continue";

	private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

	private final Events<String> arrived = new Events<>();

	private final Sinks.Empty<Void> release = Sinks.empty();

	@AutoClose
	private final TestServer server;

	private WebHandler handler = Uploads::echo;

	ExpectContinueIntegrationTests(boolean nio) {
		this.server = new TestServer(Uploads.handledBy((exchange) -> {
			this.arrived.add(exchange.getRequest().getPath().value());
			return this.handler.handle(exchange);
		})).transport(nio);
	}

	private RawHttpConnection start() throws IOException {
		this.server.limits("http://127.0.0.1:0", (limits) -> limits.maxRequestBodySize(DataSize.ofBytes(10))).start();
		return this.server.connect();
	}

	@ParameterizedTest
	@EnumSource
	void clientIsToldToGoOnAndTheConnectionIsKept(Framing framing) throws Exception {
		try (RawHttpConnection client = start()) {
			for (int i = 0; i < 2; i++) {
				client.send(framing.request("/", 5, EXPECT));
				assertThat(client.receiveResponse()).isEqualTo(CONTINUE);
				client.send(framing.body("12345"));
				assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("echo 12345");
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsSentBeforeTheFirstDemand(Framing framing) throws Exception {
		this.handler = (exchange) -> {
			exchange.getRequest().getBody();
			return this.release.asMono().then(Mono.defer(() -> Uploads.answer(exchange, "unread")));
		};
		try (RawHttpConnection client = start()) {
			client.send(framing.request("/", 5, EXPECT));
			this.arrived.next();
			this.release.tryEmitEmpty();
			// Nobody told the client to send its body, so the next bytes may be anything.
			assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ")
				.containsIgnoringCase("\r\nConnection: close\r\n")
				.endsWith("unread");
			assertThat(client.endSending().receiveToOrderlyEnd()).isEmpty();
		}
	}

	@Test
	void refusedBodyIsNotAskedFor() throws Exception {
		try (RawHttpConnection client = start()) {
			client.send(Framing.CONTENT_LENGTH.request("/", 11, EXPECT));
			assertThat(client.receiveResponse()).startsWith("HTTP/1.1 413 ")
				.containsIgnoringCase("\r\nConnection: close\r\n");
			assertThat(client.endSending().receiveToOrderlyEnd()).isEmpty();
		}
	}

	@Test
	void limitThatIsRaisedBeforeTheFirstDemandHolds() throws Exception {
		this.handler = (exchange) -> this.release.asMono().then(Mono.defer(() -> {
			Uploads.limitOf(exchange).setMaxRequestBodySize(11L);
			return Uploads.echo(exchange);
		}));
		try (RawHttpConnection client = start()) {
			client.send(Framing.CONTENT_LENGTH.request("/", 11, EXPECT));
			this.arrived.next();
			this.release.tryEmitEmpty();
			assertThat(client.receiveResponse()).isEqualTo(CONTINUE);
			client.send("0123456789a");
			assertThat(client.receiveResponse()).endsWith("echo 0123456789a");
		}
	}

	@ParameterizedTest
	@EnumSource
	void clientThatDoesNotWaitIsServed(Framing framing) throws Exception {
		this.handler = (exchange) -> this.release.asMono().then(Mono.defer(() -> Uploads.echo(exchange)));
		try (RawHttpConnection client = start()) {
			client.send(framing.request("/", 5, EXPECT) + framing.body("12345"));
			this.arrived.next();
			this.release.tryEmitEmpty();
			assertThat(client.receiveUntil("echo 12345")).contains("HTTP/1.1 200 ");
		}
	}

	@Test
	void http10ClientIsNotToldToGoOn() throws Exception {
		try (RawHttpConnection client = start()) {
			client.send("POST / HTTP/1.0\r\nContent-Length: 5\r\n" + EXPECT + "\r\n\r\n12345");
			assertThat(client.receiveToOrderlyEnd()).contains(" 200 ").doesNotContain(" 100 ").endsWith("echo 12345");
		}
	}

}
