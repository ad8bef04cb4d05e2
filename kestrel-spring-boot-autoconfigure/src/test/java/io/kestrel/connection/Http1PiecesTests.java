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

package io.kestrel.connection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Http1Handler}: requests that come in pieces, and who asks for the rest
 * of them.
 */
class Http1PiecesTests {

	private static final int LIMIT = 10;

	private static final String CHUNKED = "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
			+ "3;x=\"y\"\r\nabc\r\n0\r\nTrailer: z\r\n\r\n";

	private static final String ANNOUNCED = "PUT /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\ndef";

	private static final String NONE = "\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String ALL = CHUNKED + ANNOUNCED + NONE;

	private TestConnection connection;

	private TestHandler handler;

	private int answered;

	@BeforeEach
	void open() {
		this.connection = new TestConnection();
		this.handler = TestHandler.behind(this.connection, LIMIT);
		this.connection.channel().config().setAutoRead(false);
		this.answered = 0;
	}

	@AfterEach
	void close() {
		this.connection.end();
	}

	@Test
	void requestsInTwoPieces() {
		for (int i = 1; i < ALL.length(); i++) {
			this.connection.receive(ALL.substring(0, i));
			answerAll();
			this.connection.receive(ALL.substring(i));
			answerAll();
			assertAnswered();
			close();
			open();
		}
	}

	@Test
	void requestsOctetByOctet() {
		for (int i = 0; i < ALL.length(); i++) {
			this.connection.receive(ALL.substring(i, i + 1));
			answerAll();
		}
		assertAnswered();
	}

	@Test
	void requestsOctetByOctetThatNobodyAnswersYet() {
		for (int i = 0; i < ALL.length(); i++) {
			this.connection.receive(ALL.substring(i, i + 1));
		}
		assertThat(this.handler.requests()).containsExactly("/1");
		answerAll();
		assertAnswered();
	}

	@Test
	void restOfAHeadIsAskedFor() {
		for (int i = 0; i < NONE.length() - 1; i++) {
			int reads = this.connection.reads();
			this.connection.receive(NONE.substring(i, i + 1));
			assertThat(this.connection.reads()).as("octet " + i).isEqualTo(reads + 1);
		}
		this.connection.receive(NONE.substring(NONE.length() - 1));
		assertThat(this.handler.requests()).containsExactly("/3");
	}

	@Test
	void restOfAHeadBehindAnAnsweredRequestIsAskedFor() {
		this.handler.answerAtOnce();
		int half = NONE.length() / 2;
		int reads = this.connection.reads();
		this.connection.receive(NONE + NONE.substring(0, half));
		this.connection.run();
		assertThat(this.connection.reads()).isGreaterThan(reads);
		this.connection.receive(NONE.substring(half));
		assertThat(this.connection.sent()).containsExactly("200", "200");
	}

	@Test
	void restOfAHeadThatWaitedIsAskedFor() {
		int half = NONE.length() / 2;
		this.connection.receive(NONE + NONE.substring(0, half));
		int reads = this.connection.reads();
		this.connection.sendResponse();
		this.connection.run();
		assertThat(this.connection.reads()).isGreaterThan(reads);
		this.connection.receive(NONE.substring(half));
		assertThat(this.handler.requests()).containsExactly("/3", "/3");
	}

	@Test
	void restOfALineBetweenChunksIsAskedForButNoMoreThanThat() {
		this.connection.receiveHead("/");
		int reads = this.connection.reads();
		this.connection.receive("3");
		assertThat(this.connection.reads()).isEqualTo(reads + 1);
		this.connection.receive("\r\na");
		assertThat(this.connection.reads()).isEqualTo(reads + 1);
		assertThat(this.handler.latest().feature().isReadOnly()).isFalse();
	}

	@Test
	void pieceOfAHeadHoldsNoBuffer() {
		this.connection.receive("GET / HTTP/1.1\r\nHost: loc");
		assertThat(this.connection.held()).isZero();
		this.connection.receive("alhost\r\nA: b");
		assertThat(this.connection.held()).isZero();
	}

	private void answerAll() {
		while (this.handler.requests().size() > this.answered) {
			TestHandler.Exchange latest = this.handler.latest();
			latest.readAll();
			if (!latest.read().contains("end")) {
				return;
			}
			String text = latest.uri() + "=" + String.join("", latest.read());
			this.connection.send(TestMessages.full(200, text));
			this.answered++;
			this.connection.run();
		}
	}

	private void assertAnswered() {
		assertThat(this.handler.requests()).containsExactly("/1", "/2", "/3");
		assertThat(this.connection.sent()).containsExactly("200", "/1=abcend", "200", "/2=defend", "200", "/3=end");
		assertThat(this.connection.isOpen()).isTrue();
		assertThat(this.connection.held()).isZero();
	}

}
