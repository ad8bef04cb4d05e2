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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends what the original was sent, and compares what becomes of it. Every read ends: a
 * connection that stays open gets one more request, which closes it.
 */
class RawRequestsIntegrationTests {

	private static final String LAST = "GET /last HTTP/1.1\r\nHost: last\r\nConnection: close\r\n\r\n";

	private static final int MAX_SPLITS = 120;

	@AutoClose
	private static TestServer server;

	private static String host;

	@BeforeAll
	static void start() {
		server = new TestServer(new EchoHandler()).urls("http://127.0.0.1:0").start();
		host = "127.0.0.1:" + server.port(0);
	}

	@ParameterizedTest
	@MethodSource("rows")
	void requestIsAnsweredAsInTheOriginalOrRefused(RawRow row) throws IOException {
		try (RawHttpConnection client = connect()) {
			client.send(row.octets(host));
			StringBuilder received = new StringBuilder();
			if (row.staysOpen()) {
				for (int i = 0; i < row.expected().size(); i++) {
					received.append(client.receiveResponse());
				}
			}
			check(row, received + end(client, row));
		}
	}

	@ParameterizedTest
	@MethodSource("rows")
	void requestIsTheSameWhenAnotherFollowsAtOnce(RawRow row) throws IOException {
		try (RawHttpConnection client = connect()) {
			boolean glued = !row.fin() && !isIncomplete(row);
			client.send(row.octets(host) + (glued ? LAST : ""));
			check(row, (glued ? "" : end(client, row)) + client.receiveToEnd());
		}
	}

	@ParameterizedTest
	@MethodSource("rows")
	void requestIsTheSameOctetByOctet(RawRow row) throws IOException {
		try (RawHttpConnection client = connect()) {
			client.sendOctetByOctet(row.octets(host));
			check(row, end(client, row));
		}
	}

	@ParameterizedTest
	@MethodSource("rows")
	void requestIsTheSameInTwoPieces(RawRow row) throws IOException {
		String octets = row.octets(host);
		List<RawHttpConnection> clients = new ArrayList<>();
		try {
			// The first pieces of all, then the others: so each comes by itself.
			int step = 1 + octets.length() / MAX_SPLITS;
			for (int i = 1; i < octets.length(); i += step) {
				clients.add(connect().send(octets.substring(0, i)));
			}
			for (int i = 0; i < clients.size(); i++) {
				sendRest(clients.get(i), octets.substring(1 + i * step));
			}
			for (RawHttpConnection client : clients) {
				check(row, end(client, row));
			}
		}
		finally {
			for (RawHttpConnection client : clients) {
				client.close();
			}
		}
	}

	/* Spring answers before the end of the request has been decoded. */
	@Test
	void earlyAnswerToAPipelinedRequestClosesWhenItShould() throws IOException {
		try (RawHttpConnection client = connect()) {
			client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /`2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
					+ LAST);
			assertThat(EchoHandler.statuses(client.receiveToOrderlyEnd())).containsExactly(200, 400);
		}
	}

	@Test
	void deviationsAreStricterOrNamed() throws IOException {
		assertThat(rows().filter((row) -> row.ours() != null)).hasSize(16).allSatisfy((row) -> {
			assertThat(row.why()).isNotBlank();
			assertThat(row.ours()).isIn(List.of(400), List.of()).isNotEqualTo(row.original());
		});
	}

	static Stream<RawRow> rows() throws IOException {
		return RawRow.all();
	}

	private static RawHttpConnection connect() throws IOException {
		return server.connect();
	}

	private static void sendRest(RawHttpConnection client, String rest) {
		try {
			client.send(rest);
		}
		catch (IOException ex) {
			// Refused already.
		}
	}

	/* Neither answered nor refused: more is to come. */
	private static boolean isIncomplete(RawRow row) {
		return row.staysOpen() && row.expected().isEmpty();
	}

	private static String end(RawHttpConnection client, RawRow row) throws IOException {
		if (row.fin() || isIncomplete(row)) {
			client.endSending();
		}
		else if (row.staysOpen()) {
			client.send(LAST);
		}
		return client.receiveToEnd();
	}

	private static void check(RawRow row, String received) {
		List<Integer> statuses = new ArrayList<>(row.expected());
		List<String> echoes = new ArrayList<>(row.echoes(host));
		if (row.staysOpen() && !isIncomplete(row)) {
			statuses.add(200);
			echoes.add("GET /last last 0");
		}
		assertThat(EchoHandler.statuses(received)).as(received).isEqualTo(statuses);
		if (row.echo().size() == row.original().size()) {
			assertThat(EchoHandler.echoes(received)).isEqualTo(echoes);
		}
		assertThat(received.startsWith("HTTP/1.1 ") || statuses.isEmpty()).as(received).isTrue();
	}

}
