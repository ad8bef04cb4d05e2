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
import io.kestrel.refusal.Refusals;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * An HTTP/1.1 connection without a socket: messages go in as the codec would have parsed
 * them, and responses as Reactor Netty would write them.
 */
final class TestConnection {

	/** What holds where nothing is set. */
	static final ConnectionSettings SETTINGS = settings(ServerLimits.DEFAULT, null);

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final SlowClient client = new SlowClient();

	/**
	 * Create a connection whose pipeline is complete.
	 */
	TestConnection() {
		this.channel.freezeTime();
		this.channel.pipeline().addLast(this.client);
		this.channel.pipeline().addLast(NettyPipeline.HttpTrafficHandler, new ChannelDuplexHandler());
	}

	static ConnectionSettings settings(ServerLimits limits, @Nullable String endpointName) {
		return new ConnectionSettings("http://localhost:5000", endpointName, limits, DecoderLimits.DEFAULT, null,
				new Refusals());
	}

	static TestConnection openedIn(Connections connections) {
		TestConnection connection = new TestConnection();
		connections.add(connection.channel, TestConnection.SETTINGS);
		return connection;
	}

	EmbeddedChannel channel() {
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

	void receive(Object... messages) {
		this.channel.writeInbound(messages);
	}

	void receiveHead(String uri, String... headers) {
		receive(TestMessages.head(uri, headers));
	}

	void receiveRequest(String uri) {
		receiveHead(uri);
		receive(LastHttpContent.EMPTY_LAST_CONTENT);
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
		return this.client.reads;
	}

	/**
	 * Return what has left since the last call.
	 * @return status, text and end of responses, in order
	 */
	List<String> sent() {
		List<String> sent = new ArrayList<>();
		for (Object message = this.channel.readOutbound(); message != null; message = this.channel.readOutbound()) {
			sent.addAll(TestMessages.describe(message));
			ReferenceCountUtil.release(message);
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
		HttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
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
	 * Let time pass. It stands still otherwise.
	 * @param millis the time
	 */
	void pass(long millis) {
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

	void stopReading() {
		this.client.reading = false;
	}

	void readOn() {
		this.client.readOn();
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
