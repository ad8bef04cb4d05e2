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

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Http1Handler}: how one connection ends.
 */
class Http1HandlerTests {

	private static final int FRAME_TYPE_INDEX = 3;

	private final Connections connections = new Connections();

	@AutoClose("end")
	private final TestConnection connection = TestConnection.openedIn(this.connections);

	@Test
	void drainWhenNoRequestCameClosesAtOnce() {
		this.connections.drain();
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void drainBetweenTwoRequestsClosesAtOnce() {
		this.connection.receiveRequest("/");
		HttpResponse response = this.connection.sendResponse();
		assertThat(this.connection.isOpen()).isTrue();
		this.connections.drain();
		assertThat(this.connection.isOpen()).isFalse();
		assertThat(connectionHeader(response)).isNull();
	}

	@Test
	void drainWhileBusyLetsTheResponseEndAndSaysClose() {
		this.connection.receiveRequest("/");
		this.connections.drain();
		assertThat(this.connection.isOpen()).isTrue();
		HttpResponse response = this.connection.sendResponse();
		assertThat(connectionHeader(response)).isEqualTo("close");
		assertThat(this.connection.isOpen()).isFalse();
		assertThat(this.connection.seenRequests()).containsExactly("/");
	}

	@Test
	void drainWhileResponseIsWrittenLetsItEnd() {
		this.connection.receiveRequest("/");
		HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
		this.connection.send(head, TestMessages.content("a"));
		this.connections.drain();
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.send(TestMessages.content("b"));
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.send(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.connection.isOpen()).isFalse();
		// The head had left before anybody knew.
		assertThat(connectionHeader(head)).isNull();
	}

	@Test
	void drainAnswersAllRequestsThatWereParsedAndDropsLaterOnes() {
		this.connection.receiveRequest("/1");
		this.connection.receiveRequest("/2");
		this.connection.receiveRequest("/3");
		this.connections.drain();
		this.connection.run();
		this.connection.receiveRequest("/4");
		assertThat(connectionHeader(this.connection.sendResponse())).isNull();
		this.connection.receiveRequest("/5");
		assertThat(connectionHeader(this.connection.sendResponse())).isNull();
		assertThat(this.connection.isOpen()).isTrue();
		assertThat(connectionHeader(this.connection.sendResponse())).isEqualTo("close");
		assertThat(this.connection.isOpen()).isFalse();
		assertThat(this.connection.seenRequests()).containsExactly("/1", "/2", "/3");
	}

	@Test
	void drainReleasesWhatItDrops() {
		this.connection.receiveRequest("/1");
		this.connections.drain();
		this.connection.run();
		ByteBuf dropped = this.connection.receive(TestMessages.chunked("/2"), TestMessages.last("dropped"));
		assertThat(dropped.refCnt()).isZero();
		assertThat(this.connection.seenRequests()).containsExactly("/1");
		assertThat(this.connection.isOpen()).isTrue();
	}

	@Test
	void drainPassesOnTheBodyOfTheRequestThatIsBeingAnswered() {
		this.connection.receiveHead("/");
		this.connections.drain();
		this.connection.run();
		ByteBuf content = this.connection.receive(TestMessages.content("a"), LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(content.refCnt()).isOne();
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.sendResponse();
		assertThat(this.connection.isOpen()).isFalse();
		this.connection.seenRequests();
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void drainAfterEarlyResponseWaitsForTheBody() {
		this.connection.receiveHead("/");
		this.connection.receive(TestMessages.content("a"));
		this.connections.drain();
		this.connection.run();
		assertThat(connectionHeader(this.connection.sendResponse())).isEqualTo("close");
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive(TestMessages.content("b"));
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void drainAfterEarlyResponseOfAnEarlierTimeWaitsForTheBody() {
		this.connection.receiveHead("/");
		this.connection.sendResponse();
		this.connections.drain();
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.connection.isOpen()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 102, 103 })
	void interimResponseInOnePieceIsNoAnswer(int status) {
		this.connection.receiveHead("/");
		this.connections.drain();
		HttpResponse interim = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
		this.connection.send(interim);
		assertThat(connectionHeader(interim)).isNull();
		this.connection.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.connection.isOpen()).isTrue();
		assertThat(connectionHeader(this.connection.sendResponse())).isEqualTo("close");
		assertThat(this.connection.isOpen()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 103 })
	void interimResponseInPiecesIsNoAnswer(int status) {
		this.connection.receiveRequest("/");
		this.connection.send(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status)),
				LastHttpContent.EMPTY_LAST_CONTENT);
		this.connections.drain();
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.send(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK),
				LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void upgradedConnectionIsLeftToItsProtocolByDrainAndClosedByAbort() {
		this.connection.receiveRequest("/socket");
		HttpResponse upgrade = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				HttpResponseStatus.SWITCHING_PROTOCOLS);
		upgrade.headers().set(HttpHeaderNames.CONNECTION, "upgrade");
		this.connection.send(upgrade);
		this.connections.drain();
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive("frame");
		this.connection.send(TestMessages.buffer("frame"));
		assertThat(this.connection.isOpen()).isTrue();
		assertThat(connectionHeader(upgrade)).isEqualTo("upgrade");
		this.connections.abort();
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void upgradeThatEndsWhileDrainingStillSwitches() {
		this.connection.receiveRequest("/socket");
		this.connections.drain();
		HttpResponse upgrade = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				HttpResponseStatus.SWITCHING_PROTOCOLS);
		this.connection.send(upgrade);
		assertThat(connectionHeader(upgrade)).isNull();
		assertThat(this.connection.isOpen()).isTrue();
	}

	@Test
	void drainSendsWhatIsPendingBeforeItCloses() {
		this.connection.receiveRequest("/");
		this.connection.stopReading();
		HttpResponse response = TestMessages.full(200, "for a slow client");
		this.connection.channel().write(response);
		this.connections.drain();
		assertThat(this.connection.isOpen()).isTrue();
		assertThat(this.connection.sent()).isEmpty();
		this.connection.readOn();
		assertThat(this.connection.isOpen()).isFalse();
		assertThat(this.connection.sent()).containsExactly("200", "for a slow client");
	}

	@Test
	void responseThatIsWrittenWhileDrainingIsSentBeforeTheConnectionCloses() {
		this.connection.receiveRequest("/");
		this.connections.drain();
		this.connection.run();
		this.connection.stopReading();
		HttpResponse response = TestMessages.full(200, "for a slow client");
		this.connection.channel().writeAndFlush(response);
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.readOn();
		assertThat(this.connection.isOpen()).isFalse();
		assertThat(this.connection.sent()).containsExactly("200 close", "for a slow client");
	}

	@Test
	void abortClosesWhateverIsGoingOn() {
		this.connection.receiveHead("/");
		this.connection.stopReading();
		this.connection.channel().write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
		assertThat(this.connections.abort()).isOne();
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void http2SaysGoAwayAndCloses() {
		Http2FrameCodec codec = Http2FrameCodecBuilder.forServer().build();
		this.connection.channel().pipeline().addFirst(codec);
		this.connection.channel().releaseOutbound();
		this.connections.drain();
		assertThat(this.connection.isOpen()).isFalse();
		assertThat(lastFrameType()).isEqualTo(Http2FrameTypes.GO_AWAY);
	}

	@Test
	void http2WaitsForItsStreamsOnDrainAndNotOnAbort() throws Http2Exception {
		// As Reactor Netty sets it on a server that has a channel group.
		Http2FrameCodec codec = Http2FrameCodecBuilder.forServer().gracefulShutdownTimeoutMillis(-1).build();
		this.connection.channel().pipeline().addFirst(codec);
		codec.connection().remote().createStream(1, false);
		this.connection.channel().releaseOutbound();
		this.connections.drain();
		assertThat(this.connection.isOpen()).isTrue();
		assertThat(lastFrameType()).isEqualTo(Http2FrameTypes.GO_AWAY);
		this.connections.abort();
		assertThat(this.connection.isOpen()).isFalse();
	}

	private int lastFrameType() {
		int type = -1;
		for (ByteBuf frame = this.connection.channel().readOutbound(); frame != null; frame = this.connection.channel()
			.readOutbound()) {
			if (frame.readableBytes() > FRAME_TYPE_INDEX) {
				type = frame.getByte(FRAME_TYPE_INDEX);
			}
			frame.release();
		}
		return type;
	}

	private static String connectionHeader(HttpResponse response) {
		return response.headers().get(HttpHeaderNames.CONNECTION);
	}

}
