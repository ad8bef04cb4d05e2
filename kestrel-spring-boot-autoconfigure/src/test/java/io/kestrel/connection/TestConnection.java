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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.kestrel.http.DecoderLimits;
import io.kestrel.limits.ServerLimits;
import io.kestrel.time.TestClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection without a network. On one of HTTP/1.1 octets come in and go out, as a
 * {@link TestClient} makes and understands them; on a stream of HTTP/2 messages do.
 * Responses are written as Reactor Netty would write them.
 */
final class TestConnection {

	/** What holds where nothing is set. */
	static final ConnectionSettings SETTINGS = settings(ServerLimits.DEFAULT, null);

	private static final long STEP_MILLIS = 1_000;

	private final TestSocket channel = new TestSocket();

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

	private final SlowClient slow = new SlowClient();

	/** {@code null} on a stream of HTTP/2. */
	private final @Nullable TestClient client;

	/**
	 * Create a connection whose pipeline is as Reactor Netty makes it.
	 */
	TestConnection() {
		this(new TestClient());
		this.channel.pipeline()
			.addBefore(NettyPipeline.HttpTrafficHandler, NettyPipeline.HttpCodec, new HttpServerCodec());
	}

	private TestConnection(@Nullable TestClient client) {
		this.client = client;
		this.channel.freezeTime();
		this.channel.config().setAllocator(this.allocator);
		this.channel.pipeline().addLast(this.slow);
		this.channel.pipeline().addLast(NettyPipeline.HttpTrafficHandler, new ChannelDuplexHandler());
	}

	static ConnectionSettings settings(ServerLimits limits, @Nullable String endpointName) {
		return new ConnectionSettings("http://localhost:5000", endpointName, limits, true, DecoderLimits.DEFAULT, null,
				SharedState.create(TestClock.heartbeats()));
	}

	static TestConnection ofStream() {
		return new TestConnection(null);
	}

	static TestConnection openedIn(Connections connections) {
		TestConnection connection = new TestConnection();
		connections.add(connection.channel, TestConnection.SETTINGS);
		return connection;
	}

	TestSocket channel() {
		return this.channel;
	}

	/**
	 * Let the tasks run that other threads have given to the event loop.
	 */
	void run() {
		this.channel.runPendingTasks();
		this.channel.checkException();
	}

	boolean isOpen() {
		run();
		return this.channel.isOpen();
	}

	/**
	 * Receive in one piece.
	 * @param messages what the client sends, see {@link TestClient#encode}
	 * @return the octets, to see when they are released
	 */
	ByteBuf receive(Object... messages) {
		if (this.client == null) {
			this.channel.writeInbound(messages);
			return Unpooled.EMPTY_BUFFER;
		}
		ByteBuf octets = this.allocator.buffer();
		this.client.encode(messages, octets);
		this.channel.writeInbound(octets);
		return octets;
	}

	/**
	 * Receive the head of a request whose body is still to come.
	 * @param uri its target
	 */
	void receiveHead(String uri) {
		receive(TestMessages.chunked(uri));
	}

	/**
	 * Receive a request without a body.
	 * @param uri its target
	 */
	void receiveRequest(String uri) {
		receive(TestMessages.head(uri), LastHttpContent.EMPTY_LAST_CONTENT);
	}

	/**
	 * Send what Reactor Netty would write, which ends a request with an event once its
	 * response is sent.
	 * @param messages the messages
	 */
	void send(Object... messages) {
		this.channel.writeOutbound(messages);
		endRequest();
	}

	/**
	 * Return how often the socket was asked for more.
	 * @return number of reads
	 */
	int reads() {
		return this.slow.reads;
	}

	/**
	 * Return what has left since the last call.
	 * @return status, text and end of responses, in order
	 */
	List<String> sent() {
		List<String> sent = new ArrayList<>();
		for (Object message = this.channel.readOutbound(); message != null; message = this.channel.readOutbound()) {
			if (this.client != null) {
				sent.addAll(this.client.decode((ByteBuf) message));
			}
			else {
				sent.addAll(TestMessages.describe(message));
				ReferenceCountUtil.release(message);
			}
		}
		return sent;
	}

	private void endRequest() {
		this.channel.pipeline().fireUserEventTriggered("a request may have ended");
	}

	/**
	 * Send a response in one piece.
	 * @return the response as it was when it left
	 */
	HttpResponse sendResponse() {
		HttpResponse response = TestMessages.full(200);
		send(response);
		return response;
	}

	/**
	 * Return the requests that came through to the application since the last call, and
	 * drop what else came.
	 * @return their targets
	 */
	List<String> seenRequests() {
		List<String> uris = new ArrayList<>();
		for (Object message = this.channel.readInbound(); message != null; message = this.channel.readInbound()) {
			if (message instanceof DefaultHttpRequest request) {
				uris.add(request.uri());
			}
			ReferenceCountUtil.release(message);
		}
		return uris;
	}

	/**
	 * Let time pass, with a beat each second. It stands still otherwise.
	 * @param millis the time
	 */
	void pass(long millis) {
		for (long left = millis; left > 0; left -= STEP_MILLIS) {
			this.channel.advanceTimeBy(Math.min(left, STEP_MILLIS), TimeUnit.MILLISECONDS);
			run();
		}
	}

	/**
	 * Let time pass without a beat, as where the machine was suspended.
	 * @param millis the time
	 */
	void suspend(long millis) {
		this.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		run();
	}

	/**
	 * Close as Reactor Netty does after the last response.
	 */
	void close() {
		// Not EmbeddedChannel.close(): it cancels all deadlines, even if it stays open.
		this.channel.pipeline().close();
		run();
	}

	/**
	 * Check that the connection is open for so long and ends at the next beat.
	 * @param millis the time
	 */
	void assertClosedAfter(long millis) {
		pass(millis);
		assertThat(isOpen()).isTrue();
		pass(STEP_MILLIS);
		assertThat(isOpen()).isFalse();
	}

	/**
	 * Check that the client gets the last response whatever it still sends: the
	 * connection is closed for sending, what comes is thrown away, and at the first beat
	 * after five seconds all ends.
	 */
	void assertLingers() {
		assertThat(isOpen()).isTrue();
		assertThat(this.channel.isOutputShutdown()).isTrue();
		int reads = reads();
		ByteBuf late = receive("GET /late HTTP/1.1\r\nHost: a\r\n\r\n");
		assertThat(late.refCnt()).isZero();
		assertThat(reads()).isGreaterThan(reads);
		assertClosedAfter(5_000);
		assertThat(sent()).isEmpty();
	}

	/**
	 * Return how much memory is in use for this connection.
	 * @return octets in buffers that nobody has released
	 */
	long held() {
		return this.allocator.metric().usedHeapMemory() + this.allocator.metric().usedDirectMemory();
	}

	/**
	 * End the connection, which must release everything.
	 */
	void end() {
		this.channel.finishAndReleaseAll();
		if (this.client != null) {
			this.client.end();
		}
		assertThat(held()).as("octets that are not released").isZero();
	}

	void stopReading() {
		this.slow.reading = false;
	}

	void readOn() {
		this.slow.readOn();
		endRequest();
		run();
	}

	/**
	 * Holds back what is written while the client does not read.
	 */
	private static final class SlowClient extends ChannelOutboundHandlerAdapter {

		private final Queue<Write> held = new ArrayDeque<>();

		private boolean reading = true;

		private int reads;

		private ChannelHandlerContext context;

		@Override
		public void handlerAdded(ChannelHandlerContext context) {
			this.context = context;
		}

		@Override
		public void handlerRemoved(ChannelHandlerContext context) {
			this.held.forEach((write) -> ReferenceCountUtil.release(write.message()));
		}

		@Override
		public void read(ChannelHandlerContext context) {
			this.reads++;
			context.read();
		}

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			if (this.reading) {
				context.write(message, promise);
				return;
			}
			this.held.add(new Write(message, promise));
		}

		private void readOn() {
			this.reading = true;
			for (Write write = this.held.poll(); write != null; write = this.held.poll()) {
				this.context.write(write.message(), write.promise());
			}
			this.context.flush();
		}

		private record Write(Object message, ChannelPromise promise) {

		}

	}

}
