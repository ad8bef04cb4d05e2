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

import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.cookie.Cookie;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelOperationsId;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * A response of Reactor Netty, passed on as it is but for WebSockets, which are guarded.
 * What Reactor Netty makes of its other methods ({@code sendGroups}, {@code sendString},
 * ...) goes through {@code send}.
 */
abstract class ForwardingResponse implements HttpServerResponse, ChannelOperationsId {

	private final HttpServerResponse response;

	ForwardingResponse(HttpServerResponse response) {
		this.response = response;
	}

	HttpServerResponse response() {
		return this.response;
	}

	@Override
	public HttpServerResponse addCookie(Cookie cookie) {
		this.response.addCookie(cookie);
		return this;
	}

	@Override
	public HttpServerResponse addHeader(CharSequence name, CharSequence value) {
		this.response.addHeader(name, value);
		return this;
	}

	@Override
	public HttpServerResponse chunkedTransfer(boolean chunked) {
		this.response.chunkedTransfer(chunked);
		return this;
	}

	@Override
	public HttpServerResponse withConnection(Consumer<? super Connection> withConnection) {
		this.response.withConnection(withConnection);
		return this;
	}

	@Override
	public HttpServerResponse compression(boolean compress) {
		this.response.compression(compress);
		return this;
	}

	@Override
	public boolean hasSentHeaders() {
		return this.response.hasSentHeaders();
	}

	@Override
	public HttpServerResponse header(CharSequence name, CharSequence value) {
		this.response.header(name, value);
		return this;
	}

	@Override
	public HttpServerResponse headers(HttpHeaders headers) {
		this.response.headers(headers);
		return this;
	}

	@Override
	public HttpServerResponse keepAlive(boolean keepAlive) {
		this.response.keepAlive(keepAlive);
		return this;
	}

	@Override
	public HttpHeaders responseHeaders() {
		return this.response.responseHeaders();
	}

	@Override
	public Mono<Void> send() {
		return this.response.send();
	}

	@Override
	public NettyOutbound sendHeaders() {
		return this.response.sendHeaders();
	}

	@Override
	public Mono<Void> sendNotFound() {
		return this.response.sendNotFound();
	}

	@Override
	public Mono<Void> sendRedirect(String location) {
		return this.response.sendRedirect(location);
	}

	@Override
	public Mono<Void> sendWebsocket(
			BiFunction<? super WebsocketInbound, ? super WebsocketOutbound, ? extends Publisher<Void>> handler,
			WebsocketServerSpec spec) {
		return WebSockets.accept(this.response, handler, spec);
	}

	@Override
	public HttpServerResponse sse() {
		this.response.sse();
		return this;
	}

	@Override
	public HttpResponseStatus status() {
		return this.response.status();
	}

	@Override
	public HttpServerResponse status(HttpResponseStatus status) {
		this.response.status(status);
		return this;
	}

	@Override
	public HttpServerResponse trailerHeaders(Consumer<? super HttpHeaders> trailerHeaders) {
		this.response.trailerHeaders(trailerHeaders);
		return this;
	}

	@Override
	public NettyOutbound sendFile(Path file) {
		return this.response.sendFile(file);
	}

	@Override
	public NettyOutbound sendFile(Path file, long position, long count) {
		return this.response.sendFile(file, position, count);
	}

	@Override
	public NettyOutbound sendFileChunked(Path file, long position, long count) {
		return this.response.sendFileChunked(file, position, count);
	}

	@Override
	public NettyOutbound sendObject(Object message) {
		return this.response.sendObject(message);
	}

	@Override
	public <S> NettyOutbound sendUsing(Callable<? extends S> source,
			BiFunction<? super Connection, ? super S, ?> mapped, Consumer<? super S> cleanup) {
		return this.response.sendUsing(source, mapped, cleanup);
	}

	@Override
	public NettyOutbound sendObject(Publisher<?> source, Predicate<Object> predicate) {
		return this.response.sendObject(source, predicate);
	}

	@Override
	public NettyOutbound send(Publisher<? extends ByteBuf> source) {
		return this.response.send(source);
	}

	@Override
	public NettyOutbound send(Publisher<? extends ByteBuf> source, Predicate<ByteBuf> predicate) {
		return this.response.send(source, predicate);
	}

	@Override
	public Mono<Void> then() {
		return this.response.then();
	}

	@Override
	public ByteBufAllocator alloc() {
		return BodyAllocator.of(this.response.alloc());
	}

	@Override
	public Map<CharSequence, List<Cookie>> allCookies() {
		return this.response.allCookies();
	}

	@Override
	public Map<CharSequence, Set<Cookie>> cookies() {
		return this.response.cookies();
	}

	@Override
	public String fullPath() {
		return this.response.fullPath();
	}

	@Override
	public String requestId() {
		return this.response.requestId();
	}

	@Override
	public boolean isKeepAlive() {
		return this.response.isKeepAlive();
	}

	@Override
	public boolean isWebsocket() {
		return this.response.isWebsocket();
	}

	@Override
	public HttpMethod method() {
		return this.response.method();
	}

	@Override
	public String uri() {
		return this.response.uri();
	}

	@Override
	public HttpVersion version() {
		return this.response.version();
	}

	@Override
	public @Nullable SocketAddress hostAddress() {
		return this.response.hostAddress();
	}

	@Override
	public @Nullable SocketAddress connectionHostAddress() {
		return this.response.connectionHostAddress();
	}

	@Override
	public @Nullable SocketAddress remoteAddress() {
		return this.response.remoteAddress();
	}

	@Override
	public @Nullable SocketAddress connectionRemoteAddress() {
		return this.response.connectionRemoteAddress();
	}

	@Override
	public String scheme() {
		return this.response.scheme();
	}

	@Override
	public String connectionScheme() {
		return this.response.connectionScheme();
	}

	@Override
	public String hostName() {
		return this.response.hostName();
	}

	@Override
	public int hostPort() {
		return this.response.hostPort();
	}

	@Override
	public String asShortText() {
		return (this.response instanceof ChannelOperationsId id) ? id.asShortText() : this.response.requestId();
	}

	@Override
	public String asLongText() {
		return (this.response instanceof ChannelOperationsId id) ? id.asLongText() : this.response.requestId();
	}

	@Override
	public String toString() {
		return this.response.toString();
	}

}
