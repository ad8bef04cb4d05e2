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

package io.kestrel.handshake;

import io.kestrel.time.Heartbeats;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import reactor.netty.NettyPipeline;

/**
 * Puts our handlers of the handshake into the pipelines of Reactor Netty. Call from
 * {@code doOnChannelInit}.
 */
public final class TlsHandshakes {

	private static final String GUARD_NAME = "kestrel.renegotiationGuard";

	private static final String PLAIN_NAME = "kestrel.tlsOnPlainEndpoint";

	private TlsHandshakes() {
	}

	/**
	 * Put our handlers in the place of those that Reactor Netty has for TLS. Its
	 * {@code secure(...)} needs a handshake timeout of zero: the timer of its
	 * {@code SniHandler} would outlive the handler and close the connection.
	 * @param channel a connection with {@code NettyPipeline.SslHandler} and
	 * {@code NettyPipeline.SslReader}
	 * @param endpoint the endpoint
	 * @param heartbeats drive the timeout of the handshake
	 */
	public static void install(Channel channel, TlsEndpoint endpoint, Heartbeats heartbeats) {
		ChannelPipeline pipeline = channel.pipeline();
		HandshakeReporter reporter = new HandshakeReporter(channel, endpoint.name(), endpoint.failures());
		RenegotiationGuard guard = new RenegotiationGuard(reporter);
		HandshakeGate gate = new HandshakeGate(endpoint, guard, reporter, heartbeats.of(channel.eventLoop()));
		pipeline.replace(NettyPipeline.SslReader, NettyPipeline.SslReader, gate);
		pipeline.replace(NettyPipeline.SslHandler, NettyPipeline.SslHandler, new ClientHelloHandler(endpoint, gate));
		pipeline.addBefore(NettyPipeline.SslHandler, GUARD_NAME, guard);
		gate.open();
	}

	/**
	 * Refuse TLS on a connection of an endpoint that has none.
	 * @param channel the connection
	 * @param endpoint the endpoint as the operator knows it, for messages
	 * @param failures counts and logs it
	 */
	public static void refuse(Channel channel, String endpoint, HandshakeFailures failures) {
		channel.pipeline()
			.addFirst(PLAIN_NAME, new TlsOnPlainEndpoint(new HandshakeReporter(channel, endpoint, failures)));
	}

}
