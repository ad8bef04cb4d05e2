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

package io.kestrel.feature;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * The way from a request of Spring to the connection that it came on, and the only class
 * here that knows what lies below Spring. For the server; applications call
 * {@link RequestFeatures#from(ServerHttpRequest)}.
 *
 * @since 0.1.0
 */
public final class NativeRequestFeatures {

	private static final AttributeKey<Source> SOURCE = AttributeKey.valueOf(NativeRequestFeatures.class, "source");

	private NativeRequestFeatures() {
	}

	/**
	 * Make the features of all requests of a connection known.
	 * @param connection the channel of the connection
	 * @param source where to get them
	 */
	public static void publish(Channel connection, Source source) {
		connection.attr(SOURCE).set(source);
	}

	/**
	 * Return where the features of the requests of a connection come from.
	 * @param connection the channel of the connection
	 * @return what was published, {@code null} if nothing was
	 */
	public static @Nullable Source published(Channel connection) {
		return connection.attr(SOURCE).get();
	}

	static @Nullable RequestFeatures find(ServerHttpRequest request) {
		if (!(nativeRequest(request) instanceof Connection operations)) {
			return null;
		}
		Channel channel = operations.channel();
		Source source = channel.attr(SOURCE).get();
		if (source == null && channel.parent() != null) {
			// A stream of HTTP/2.
			source = channel.parent().attr(SOURCE).get();
		}
		if (source != null) {
			return source.featuresOf(channel, operations);
		}
		// Reactor Netty takes the connection away from a request that is over.
		return (channel.parent() == null && !channel.isOpen()) ? DetachedRequestFeatures.OVER : null;
	}

	private static @Nullable Object nativeRequest(ServerHttpRequest request) {
		ServerHttpRequest undecorated = request;
		while (undecorated instanceof ServerHttpRequestDecorator decorator) {
			undecorated = decorator.getDelegate();
		}
		try {
			return (undecorated instanceof AbstractServerHttpRequest own) ? own.getNativeRequest() : null;
		}
		catch (IllegalStateException ex) {
			// A mock has none.
			return null;
		}
	}

	/**
	 * The features of the requests of one connection.
	 */
	@FunctionalInterface
	public interface Source {

		/**
		 * Return the features of a request.
		 * @param channel the channel of the request: that of the connection, or of a
		 * stream
		 * @param operations the request as Reactor Netty has it
		 * @return the features
		 */
		RequestFeatures featuresOf(Channel channel, Connection operations);

	}

}
