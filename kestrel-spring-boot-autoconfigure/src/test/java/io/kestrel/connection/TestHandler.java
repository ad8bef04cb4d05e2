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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;
import io.kestrel.refusal.Refusal;
import io.kestrel.refusal.Refusals;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;

/**
 * A handler of an application behind a {@link TestConnection}, with as much of Reactor
 * Netty between as matters: its own operations for each request, which decide when the
 * connection is read, bound with the head and unbound after the response.
 */
final class TestHandler extends ChannelDuplexHandler {

	private final List<Exchange> exchanges = new ArrayList<>();

	private final HttpConnection connection;

	private final Refusals refusals;

	private boolean interim;

	private boolean answersAtOnce;

	private boolean closes;

	private TestHandler(HttpConnection connection, Refusals refusals) {
		this.connection = connection;
		this.refusals = refusals;
	}

	/**
	 * Put a handler behind a connection.
	 * @param connection the connection
	 * @param limit the limit of request bodies
	 * @return the handler
	 */
	static TestHandler behind(TestConnection connection, long limit) {
		return behind(connection, bodySize(limit));
	}

	/**
	 * Put a handler behind a connection.
	 * @param connection the connection
	 * @param limits what differs from the defaults
	 * @return the handler
	 */
	static TestHandler behind(TestConnection connection, LimitOverrides limits) {
		TestHandler handler = create(connection, limits);
		ProtocolSlot.install(connection.channel().pipeline(), handler.connection);
		handler.connection.opened(false);
		return handler;
	}

	/**
	 * Put a handler behind a stream of HTTP/2.
	 * @param stream the stream
	 * @param limit the limit of request bodies
	 * @param head the head of the request, for what it says of the body
	 * @return the handler, which has the request
	 */
	static TestHandler behindStream(TestConnection stream, long limit, HttpRequest head) {
		TestHandler handler = create(stream, bodySize(limit));
		EmbeddedChannel channel = stream.channel();
		stream.receive(head);
		channel.pipeline()
			.addBefore(NettyPipeline.HttpTrafficHandler, Http2StreamHandler.NAME,
					new Http2StreamHandler(handler.connection.streamBody(channel),
							handler.connection.timing().newBody(), handler.connection.settings(), head.headers()));
		return handler;
	}

	private static LimitOverrides bodySize(long limit) {
		return LimitOverrides.NONE.with(Limit.MAX_REQUEST_BODY_SIZE, new BodySizeLimit(limit, "the test"));
	}

	private static TestHandler create(TestConnection connection, LimitOverrides limits) {
		EmbeddedChannel channel = connection.channel();
		ConnectionSettings settings = TestConnection.settings(limits.applyTo(ServerLimits.DEFAULT), null);
		TestHandler handler = new TestHandler(new HttpConnection(new Connections(), channel, settings),
				settings.shared().refusals());
		channel.pipeline().replace(NettyPipeline.HttpTrafficHandler, NettyPipeline.HttpTrafficHandler, handler);
		ChannelOperations.addReactiveBridge(channel, ChannelOperations.OnSetup.empty(),
				ConnectionObserver.emptyListener());
		return handler;
	}

	/**
	 * Answer each request as soon as its head is there, whatever else was read with it.
	 */
	void answerAtOnce() {
		this.answersAtOnce = true;
	}

	/**
	 * Answer each request as soon as its head is there, and then close.
	 */
	void closeAfterAnswers() {
		this.answersAtOnce = true;
		this.closes = true;
	}

	/**
	 * Return the latest request.
	 * @return the request and its body
	 */
	Exchange latest() {
		return this.exchanges.get(this.exchanges.size() - 1);
	}

	List<String> requests() {
		return this.exchanges.stream().map(Exchange::uri).toList();
	}

	/**
	 * Return why requests were refused.
	 * @return reasons with the number of requests
	 */
	Map<Refusal, Long> refusals() {
		return this.refusals.counts();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest request) {
			Exchange exchange = new Exchange(Connection.from(context.channel()), request.uri(), this.connection);
			this.exchanges.add(exchange);
			exchange.bind();
		}
		context.fireChannelRead(message);
		if (message instanceof HttpRequest && this.answersAtOnce) {
			context.channel().writeAndFlush(TestMessages.full(200));
			context.pipeline().fireUserEventTriggered("the request may have ended");
			if (this.closes) {
				context.pipeline().close();
			}
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpResponse response) {
			this.interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
		}
		if (!this.interim && message instanceof LastHttpContent) {
			context.write(message, promise.unvoid()).addListener((written) -> latest().end());
			return;
		}
		context.write(message, promise);
	}

	/**
	 * A request, its body and who reads it.
	 */
	static final class Exchange extends ChannelOperations<NettyInbound, NettyOutbound> {

		private final String uri;

		private final HttpConnection connection;

		private final Channel channel;

		private final Reader reader = new Reader();

		private Exchange(Connection channel, String uri, HttpConnection connection) {
			super(channel, ConnectionObserver.emptyListener());
			this.uri = uri;
			this.connection = connection;
			this.channel = channel.channel();
		}

		String uri() {
			return this.uri;
		}

		/**
		 * Return the features as a handler gets them.
		 * @return the features, asked for anew
		 */
		RequestFeatures features() {
			return this.connection.featuresOf(this.channel, this);
		}

		MaxRequestBodySizeFeature feature() {
			return features().find(MaxRequestBodySizeFeature.class).orElseThrow();
		}

		/**
		 * Subscribe to the body, and ask for nothing.
		 * @return this exchange
		 */
		Exchange subscribe() {
			receive().asString(StandardCharsets.US_ASCII).subscribe(this.reader);
			return this;
		}

		void request(long pieces) {
			if (!this.reader.subscribed) {
				subscribe();
			}
			this.reader.request(pieces);
		}

		void readAll() {
			request(Long.MAX_VALUE);
		}

		void cancel() {
			this.reader.cancel();
		}

		/**
		 * Return what the reader of the body was told so far.
		 * @return the texts of the pieces, "end", or the error
		 */
		List<String> read() {
			return this.reader.seen;
		}

		Throwable error() {
			return this.reader.error;
		}

		@Override
		protected void onInboundNext(ChannelHandlerContext context, Object message) {
			if (message instanceof HttpRequest) {
				return;
			}
			if (message instanceof LastHttpContent last && !last.content().isReadable()) {
				last.release();
			}
			else {
				super.onInboundNext(context, message);
			}
			if (message instanceof LastHttpContent && message instanceof HttpContent) {
				this.channel.config().setAutoRead(true);
				onInboundComplete();
			}
		}

		private void end() {
			terminate();
			this.channel.read();
		}

	}

	private static final class Reader extends BaseSubscriber<String> {

		private final List<String> seen = new ArrayList<>();

		private boolean subscribed;

		private Throwable error;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			this.subscribed = true;
		}

		@Override
		protected void hookOnNext(String text) {
			this.seen.add(text);
		}

		@Override
		protected void hookOnComplete() {
			this.seen.add("end");
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.error = error;
			this.seen.add("error");
		}

	}

}
