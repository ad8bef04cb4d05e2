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
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.kestrel.http.DecoderLimits;
import io.kestrel.http.RequestDecoder;
import io.kestrel.testing.RawHttpConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends the same hostile octets to the original and to ours. What the original does not
 * execute, or executes as another request, ours must not execute either. There is nothing
 * to run where the original is not beside the repository.
 */
class RealKestrelDifferentialIntegrationTests {

	private static final int REQUESTS = Boolean.parseBoolean(System.getenv("CI")) ? 20_000 : 4_000;

	private static final int CLIENTS = 32;

	private static final int ATTEMPTS = 10;

	private static final int MAX_LENGTH = 600;

	private static final long SEED = Long.getLong("test.seed", 6);

	private static final Pattern ECHO = Pattern.compile("\\{\"method\".*?\"length\":\\d+}");

	private static final String LAST = "GET /echo/last HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n";

	/** What was executed, though its application does not say as what. */
	private static final String EXECUTED = "executed";

	private final AtomicInteger same = new AtomicInteger();

	private final AtomicInteger stricter = new AtomicInteger();

	/** Answers of the original that its resets have destroyed. */
	private final AtomicInteger lost = new AtomicInteger();

	private final JsonMapper mapper = new JsonMapper();

	private int originalPort;

	private int ownPort;

	@TestFactory
	Stream<DynamicTest> original() {
		return RealKestrel.isPresent() ? Stream.of(DynamicTest.dynamicTest("is never stricter", this::compareAll))
				: Stream.empty();
	}

	private void compareAll() throws Exception {
		try (RealKestrel original = new RealKestrel();
				TestServer server = new TestServer(new EchoHandler()).urls("http://127.0.0.1:0").start()) {
			this.originalPort = original.port();
			this.ownPort = server.port(0);
			List<String> seeds = RawRow.all()
				.map((row) -> row.octets("HOST"))
				// Its echo has no length, so that it does not keep connections of
				// HTTP/1.0.
				.filter((octets) -> octets.length() < MAX_LENGTH && !octets.contains("keep-alive"))
				.toList();
			ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
			try {
				List<Callable<Void>> tasks = new ArrayList<>();
				for (int i = 0; i < CLIENTS; i++) {
					RequestMutator mutator = new RequestMutator(seeds, new Random(SEED + i).nextLong());
					tasks.add(() -> compare(mutator));
				}
				for (Future<Void> result : clients.invokeAll(tasks)) {
					result.get();
				}
			}
			finally {
				clients.shutdownNow();
			}
		}
		System.out.printf(
				"Real Kestrel and ours, %d mutated requests: %d with the same answer, %d refused by ours only, %d unknown%n",
				REQUESTS, this.same.get(), this.stricter.get(), this.lost.get());
		assertThat(this.lost).hasValueLessThan(REQUESTS / 20);
		assertThat(this.same.get() + this.stricter.get() + this.lost.get()).isEqualTo(REQUESTS);
		assertThat(this.same).hasValueGreaterThan(REQUESTS / 2);
	}

	private Void compare(RequestMutator mutator) throws IOException {
		for (int i = 0; i < REQUESTS / CLIENTS; i++) {
			String request = mutator.next() + LAST;
			boolean incomplete = isIncomplete(request.replace("HOST", "127.0.0.1:" + this.ownPort));
			String own = exchange(this.ownPort, request, incomplete);
			String original = askTheOriginal(request, incomplete);
			if (original == null) {
				this.lost.incrementAndGet();
				continue;
			}
			List<String> executed = executedByOurs(own);
			List<String> allowed = executedByTheOriginal(original);
			assertThat(isPrefix(executed, allowed))
				.as("%nrequest: %s%nours: %s%noriginal: %s", escape(request), escape(own), escape(original))
				.isTrue();
			for (int status : EchoHandler.statuses(own)) {
				assertThat(status < 500 || status == 505).as("%s: %s", escape(request), escape(own)).isTrue();
			}
			assertThat(own.startsWith("HTTP/1.") || incomplete || own.startsWith("\0"))
				.as("an answer to %s: %s", escape(request), escape(own))
				.isTrue();
			((executed.size() == allowed.size()) ? this.same : this.stricter).incrementAndGet();
		}
		return null;
	}

	/* Whether a server waits for more, so that the client has to end the connection. */
	private static boolean isIncomplete(String request) {
		RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT);
		ByteBuf received = Unpooled.wrappedBuffer(request.getBytes(StandardCharsets.ISO_8859_1));
		for (HttpObject message = decoder.decode(received); message != null; message = decoder.decode(received)) {
			ReferenceCountUtil.release(message);
		}
		received.release();
		return decoder.refusal() == null && !decoder.isBetweenRequests();
	}

	/* It may reset a connection on which octets are left, and its answer with it. */
	private @Nullable String askTheOriginal(String request, boolean end) {
		for (int i = 0; i < ATTEMPTS; i++) {
			try {
				return exchange(this.originalPort, request, end);
			}
			catch (SocketException ex) {
				// Once more.
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return null;
	}

	private static String exchange(int port, String request, boolean end) throws IOException {
		try (RawHttpConnection client = new RawHttpConnection("127.0.0.1", port)) {
			client.send(request.replace("HOST", "127.0.0.1:" + port));
			if (end) {
				client.endSending();
			}
			return client.receiveToOrderlyEnd().replace("127.0.0.1:" + port, "HOST");
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("No end of the answer to " + escape(request), ex);
		}
	}

	private static List<String> executedByOurs(String received) {
		List<String> executed = new ArrayList<>(executed(received, EchoHandler::echo,
				(response) -> response.startsWith("200") || isOfSpring(response)));
		List<String> answers = answers(received);
		// Spring does not wait for a body behind a target that it can't use.
		if (isOfSpring(answers.get(answers.size() - 1))) {
			executed.remove(executed.size() - 1);
		}
		return executed;
	}

	private static List<String> answers(String received) {
		return List.of(received.split("HTTP/1\\.[01] (?=\\d{3} [^\r]*\r\n)"));
	}

	/* The server itself closes with a refusal. */
	private static boolean isOfSpring(String response) {
		return response.startsWith("400") && !response.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n");
	}

	private List<String> executedByTheOriginal(String received) {
		return executed(received, this::echo, (response) -> response.startsWith("200") || response.startsWith("404"));
	}

	private static List<String> executed(String received, Function<String, @Nullable String> echo,
			Predicate<String> filter) {
		return answers(received).stream()
			.filter(filter)
			.map((response) -> Objects.requireNonNullElse(echo.apply(response), EXECUTED))
			.toList();
	}

	private @Nullable String echo(String response) {
		Matcher echo = ECHO.matcher(response);
		if (!echo.find()) {
			return null;
		}
		JsonNode node = this.mapper.readTree(echo.group());
		return node.get("method").asString() + " " + node.get("raw").asString() + " " + node.get("host").asString()
				+ " " + node.get("length").asString();
	}

	private static boolean isPrefix(List<String> executed, List<String> allowed) {
		if (executed.size() > allowed.size()) {
			return false;
		}
		for (int i = 0; i < executed.size(); i++) {
			if (!executed.get(i).equals(allowed.get(i)) && !executed.get(i).equals(EXECUTED)
					&& !allowed.get(i).equals(EXECUTED)) {
				return false;
			}
		}
		return true;
	}

	private static String escape(String octets) {
		StringBuilder text = new StringBuilder();
		for (char octet : octets.toCharArray()) {
			text.append(
					(octet >= ' ' && octet < '\u007f') ? String.valueOf(octet) : String.format("\\x%02x", (int) octet));
		}
		return text.toString();
	}

}
