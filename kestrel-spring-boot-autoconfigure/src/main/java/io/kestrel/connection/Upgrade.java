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

import java.util.function.Function;

import io.kestrel.admission.Permit;
import io.kestrel.feature.TooManyUpgradesException;
import io.kestrel.feature.UpgradeFeature;
import io.kestrel.feature.UpgradedConnection;
import io.kestrel.refusal.Refusal;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Takes the connection of a request, or its stream of HTTP/2, away from HTTP, if the
 * client asked for that.
 */
final class Upgrade implements UpgradeFeature {

	private final HttpConnection connection;

	private final Channel channel;

	/** The request as Reactor Netty has it. */
	private final @Nullable ChannelOperations<?, ?> request;

	private final @Nullable String requested;

	/**
	 * Create one for the request that is under way.
	 * @param connection the connection
	 * @param channel the connection, or the stream
	 */
	Upgrade(HttpConnection connection, Channel channel) {
		this.connection = connection;
		this.channel = channel;
		this.request = ChannelOperations.get(channel);
		this.requested = (this.request instanceof HttpServerRequest head) ? requested(head, channel) : null;
	}

	private static @Nullable String requested(HttpServerRequest head, Channel channel) {
		if (channel instanceof Http2StreamChannel) {
			return Http2Tunnel.protocolOf(channel);
		}
		HttpHeaders headers = head.requestHeaders();
		boolean asked = headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
				&& headers.contains(HttpHeaderNames.UPGRADE) && HttpVersion.HTTP_1_1.equals(head.version());
		boolean body = headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
				|| !headers.get(HttpHeaderNames.CONTENT_LENGTH, "0").matches("0+");
		return (asked && !body) ? String.join(", ", headers.getAll(HttpHeaderNames.UPGRADE)) : null;
	}

	@Override
	public boolean isUpgradable() {
		return this.requested != null;
	}

	@Override
	public @Nullable String getRequestedProtocol() {
		return this.requested;
	}

	@Override
	public Mono<Void> upgrade(String protocol,
			Function<? super UpgradedConnection, ? extends Publisher<Void>> handler) {
		return Mono.create((sink) -> this.connection.execute(() -> {
			try {
				begin(protocol, handler, sink);
			}
			catch (RuntimeException ex) {
				sink.error(ex);
			}
		}));
	}

	private void begin(String protocol, Function<? super UpgradedConnection, ? extends Publisher<Void>> handler,
			MonoSink<Void> sink) {
		ChannelOperations<?, ?> request = this.request;
		if (request == null || !isUpgradable()) {
			throw new IllegalStateException(
					"The request can't be upgraded: the client asks for another protocol neither"
							+ " with the fields Connection and Upgrade of an HTTP/1.1 request without a body,"
							+ " nor with an extended CONNECT of HTTP/2.");
		}
		if (ChannelOperations.get(this.channel) != request) {
			throw new IllegalStateException("The request can't be upgraded: it was already, or is over.");
		}
		// A stream has none: it is no connection.
		Permit permit = Permit.of(this.channel);
		if (permit != null && !permit.reserveUpgrade()) {
			this.connection.settings().report(Refusal.TOO_MANY_UPGRADED_CONNECTIONS, this.channel);
			throw new TooManyUpgradesException();
		}
		UpgradedOperations operations = new UpgradedOperations(request, protocol);
		Disposable.Swap running = Disposables.swap();
		Runnable end = () -> this.connection.execute(operations::end);
		this.channel.closeFuture().addListener((closed) -> {
			// The end of the connection is that of the handler, however long it sleeps.
			running.dispose();
			sink.success();
		});
		sink.onCancel(running);
		operations.begin().addListener((answered) -> {
			if (answered.isSuccess()) {
				running.update(Mono.from(handler.apply(operations.connection(this.channel)))
					.doOnCancel(end)
					.subscribe(null, (error) -> fail(operations, error, sink), end));
			}
			else {
				this.channel.close();
			}
		});
	}

	/* What the handler failed with is known when nothing can be answered any more. */
	private void fail(UpgradedOperations operations, Throwable error, MonoSink<Void> sink) {
		this.channel.closeFuture().addListener((closed) -> sink.error(error));
		this.connection.execute(operations::fail);
	}

}
