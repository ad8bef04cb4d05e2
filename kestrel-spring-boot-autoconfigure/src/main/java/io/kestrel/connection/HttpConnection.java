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

import java.util.Optional;
import java.util.function.Consumer;

import io.kestrel.admission.IdleConnection;
import io.kestrel.admission.Permit;
import io.kestrel.feature.NativeRequestFeatures;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.time.Heartbeat;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;

/**
 * One connection of whatever protocol, from its acceptance to its end.
 */
final class HttpConnection extends Heartbeat.Member
		implements NativeRequestFeatures.Source, RequestFeatures, ChannelFutureListener, IdleConnection {

	/** The body of a request that is a stream of HTTP/2, once somebody needs it. */
	private static final AttributeKey<RequestBody> STREAM_BODY = AttributeKey.valueOf(HttpConnection.class,
			"streamBody");

	private final Connections connections;

	private final Channel channel;

	private final ConnectionSettings settings;

	private final ConnectionTiming timing;

	/** {@code null} where connections have no age. */
	private final @Nullable ConnectionRetirement retirement;

	/** {@code null} where nobody counts connections. */
	private final @Nullable Permit permit;

	/** Later connections have higher ones. */
	private final long number = ConnectionId.next();

	/** {@code null} for HTTP/2, and as long as the protocol is not known. */
	private volatile @Nullable Http1Handler http1;

	/** {@code null} for HTTP/1.1. Event loop only. */
	private @Nullable Http2Traffic http2;

	/** Whether the application has ever asked for features. */
	private volatile boolean asked;

	private final ConnectionFeatures features = new ConnectionFeatures(this);

	HttpConnection(Connections connections, Channel channel, ConnectionSettings settings) {
		this.connections = connections;
		this.channel = channel;
		this.settings = settings;
		this.permit = Permit.of(channel);
		Heartbeat heartbeat = settings.shared().heartbeats().of(channel.eventLoop());
		this.timing = isOverflow() ? ConnectionTiming.ofOverflow(heartbeat)
				: new ConnectionTiming(settings.limits().times(), heartbeat);
		this.retirement = ConnectionRetirement.of(this, settings.limits().connections(), heartbeat);
	}

	/**
	 * The connection is open, and the client may speak.
	 * @param secured whether a handshake comes first, which has a timeout of its own
	 */
	void opened(boolean secured) {
		this.timing.heartbeat().add(this);
		if (!secured || isOverflow()) {
			this.timing.awaitRequest();
		}
		if (this.permit != null && !isOverflow()) {
			this.permit.watch(this);
		}
	}

	@Override
	public void operationComplete(ChannelFuture closed) {
		this.connections.remove(this);
	}

	/**
	 * Return whether there is no room for the connection, and it must be told.
	 * @return whether no request may come in
	 */
	boolean isOverflow() {
		return this.permit != null && this.permit.isOverflow();
	}

	ConnectionTiming timing() {
		return this.timing;
	}

	Channel channel() {
		return this.channel;
	}

	ConnectionSettings settings() {
		return this.settings;
	}

	@Nullable String endpointName() {
		return this.settings.endpointName();
	}

	@Nullable Http1Handler http1() {
		return this.http1;
	}

	Http2StreamCodec streamCodec() {
		return this.connections.streamCodec();
	}

	@Nullable Http2Traffic http2() {
		return this.http2;
	}

	@Override
	public long number() {
		return this.number;
	}

	/**
	 * Do something on the event loop of the connection, after what it does now.
	 * @param task what to do
	 */
	void execute(Runnable task) {
		EventLoop loop = this.channel.eventLoop();
		if (loop.isShuttingDown()) {
			// The loop closes its channels itself, and takes no more tasks.
			return;
		}
		loop.execute(task);
	}

	/**
	 * Speak HTTP/1.1.
	 * @return the handler to put in front of Reactor Netty
	 */
	Http1Handler speakHttp1() {
		Http1Handler handler = new Http1Handler(new Http1Exchange(this.settings, this), this.settings, this.timing,
				this.permit);
		this.http1 = handler;
		return handler;
	}

	/**
	 * Speak HTTP/2.
	 * @param codec the codec of the connection
	 * @return the handler to put behind it
	 */
	Http2Traffic speakHttp2(Http2FrameCodec codec) {
		Http2Traffic traffic = new Http2Traffic(codec, this);
		this.http2 = traffic;
		return traffic;
	}

	@Override
	public RequestFeatures featuresOf(Channel channel, Connection operations) {
		this.asked = true;
		Http1Handler handler = this.http1;
		if (channel != this.channel || handler == null) {
			return streamBody(channel);
		}
		Http1Exchange exchange = handler.exchange();
		int number = exchange.number();
		if (ChannelOperations.get(channel) == operations) {
			// It was the current one after its number was read, so the number is its own.
			return exchange.body(number);
		}
		RequestBody over = new RequestBody(number, this.settings.limits(), this);
		over.end(handler.isUpgraded());
		return over;
	}

	@Override
	public <T> Optional<T> find(Class<T> type) {
		return this.features.find(type);
	}

	/**
	 * Keep what goes with the handlers, and what the application may still ask for.
	 */
	void closed() {
		this.timing.heartbeat().remove(this);
		if (this.asked) {
			this.features.keep();
		}
	}

	/**
	 * Return the body of the request of an HTTP/2 stream.
	 * @param stream the stream
	 * @return the one and only
	 */
	RequestBody streamBody(Channel stream) {
		RequestBody body = stream.attr(STREAM_BODY).get();
		if (body != null) {
			return body;
		}
		RequestBody created = new RequestBody(RequestBody.STREAM, this.settings.limits(),
				new StreamFeatures(this, stream));
		RequestBody other = stream.attr(STREAM_BODY).setIfAbsent(created);
		return (other != null) ? other : created;
	}

	@Override
	protected void beat(long number) {
		Http1Handler http1 = this.http1;
		if (http1 != null && http1.isUpgraded()) {
			return;
		}
		if (this.retirement != null) {
			this.retirement.beat(number);
		}
		Http2Traffic http2 = this.http2;
		Overdue.act((http2 != null) ? http2.beat(number) : this.timing.beat(number, isResponsePending(), false), this);
		if (this.timing.rest() && http1 != null) {
			http1.rest();
		}
	}

	@Override
	public long waited() {
		return this.timing.waited();
	}

	@Override
	public void closeIfWaiting(Consumer<Boolean> closed) {
		execute(() -> {
			if (waited() < 0) {
				closed.accept(false);
				return;
			}
			this.channel.closeFuture().addListener((end) -> closed.accept(true));
			this.channel.close();
		});
	}

	private boolean isResponsePending() {
		ChannelOutboundBuffer buffer = this.channel.unsafe().outboundBuffer();
		return buffer != null && buffer.size() > 0;
	}

	/**
	 * Let the requests that are there be answered, take no others, then close.
	 */
	void drain() {
		WebSockets.goAway(this.channel);
		Http1Handler handler = this.http1;
		Http2Traffic http2 = this.http2;
		if (http2 != null) {
			http2.end().begin();
		}
		else if (handler != null) {
			handler.drain();
		}
		else {
			// A handshake that is not complete has no request.
			this.channel.close();
		}
	}

	/**
	 * Close at once, whatever is going on.
	 */
	void abort() {
		if (this.http2 != null) {
			this.http2.end().tellAbort();
		}
		// Not Channel.close(): HTTP/2 would go on waiting for its streams.
		this.channel.unsafe().close(this.channel.voidPromise());
	}

	/**
	 * Close at once and throw away what is still to be sent. For any thread.
	 */
	void reset() {
		if (!this.channel.eventLoop().inEventLoop()) {
			execute(this::reset);
			return;
		}
		try {
			// A close then is a reset. Sockets that are not of TCP ignore the option.
			this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
		}
		catch (ChannelException ex) {
			// It is closed already.
		}
		abort();
	}

}
