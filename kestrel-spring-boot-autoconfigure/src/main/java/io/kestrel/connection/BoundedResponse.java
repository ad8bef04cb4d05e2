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

import java.util.concurrent.Callable;
import java.util.function.Predicate;

import io.netty.buffer.ByteBuf;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A response whose parts are taken from the application only while there is room for them
 * in the buffer of the connection. Reactor Netty takes up to 128 at once, however large
 * they are and however slow the client is. One part alone is passed on as it is.
 *
 * @since 0.1.0
 */
public final class BoundedResponse extends ForwardingResponse {

	private final boolean bounded;

	private BoundedResponse(HttpServerResponse response, boolean bounded) {
		super(response);
		this.bounded = bounded;
	}

	/**
	 * Bound what a response keeps in memory by the high water mark of its connection.
	 * @param response the response as Reactor Netty has it
	 * @param bounded whether there is such a mark; otherwise only its WebSockets are
	 * looked after
	 * @return the response to give to the application
	 */
	public static HttpServerResponse of(HttpServerResponse response, boolean bounded) {
		return new BoundedResponse(response, bounded);
	}

	@Override
	public NettyOutbound send(Publisher<? extends ByteBuf> source) {
		return response().send(bounded(source));
	}

	@Override
	public NettyOutbound send(Publisher<? extends ByteBuf> source, Predicate<ByteBuf> predicate) {
		return response().send(bounded(source), predicate);
	}

	@Override
	public NettyOutbound sendObject(Publisher<?> source, Predicate<Object> predicate) {
		return response().sendObject(bounded(source), predicate);
	}

	/*
	 * One element needs no bound. It is asked for first, for most responses have one: see
	 * HttpMessages for what a check for an interface costs.
	 */
	private <T> Publisher<? extends T> bounded(Publisher<? extends T> source) {
		if (!this.bounded || source instanceof Mono || source instanceof Callable
				|| !(response() instanceof Connection connection)) {
			return source;
		}
		return new BoundedFlux<>(source, connection.channel());
	}

}
