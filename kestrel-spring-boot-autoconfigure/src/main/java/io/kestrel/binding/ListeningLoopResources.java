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

package io.kestrel.binding;

import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Makes the listening channel of one socket, on event loops that belong to somebody else.
 * It has a handler that sees connections before Reactor Netty does. An IPv4 address gets
 * a socket of the IPv4 family: on Netty's dual-mode default, {@code 0.0.0.0} would listen
 * on IPv6 too.
 */
final class ListeningLoopResources implements LoopResources {

	private static final String EPOLL_CHANNEL = "io.netty.channel.epoll.EpollServerSocketChannel";

	private final LoopResources loops;

	private final boolean ipv4;

	private final Supplier<ChannelHandler> acceptHandlers;

	/**
	 * Create loop resources.
	 * @param loops the event loops
	 * @param ipv4 whether to listen on IPv4 alone
	 * @param acceptHandlers makes the handler
	 */
	ListeningLoopResources(LoopResources loops, boolean ipv4, Supplier<ChannelHandler> acceptHandlers) {
		this.loops = loops;
		this.ipv4 = ipv4;
		this.acceptHandlers = acceptHandlers;
	}

	/**
	 * Return whether the loops are those of Java NIO, which takes the JDK's own kind of
	 * Unix socket address.
	 * @param loops the loops
	 * @param preferNative whether native transports are preferred
	 * @return whether they are
	 */
	static boolean isNio(LoopResources loops, boolean preferNative) {
		return channelClass(loops, loops.onServerSelect(preferNative)) == NioServerSocketChannel.class;
	}

	private static Class<?> channelClass(LoopResources loops, EventLoopGroup group) {
		return loops.onChannelClass(ServerSocketChannel.class, group);
	}

	@Override
	public <C extends Channel> C onChannel(Class<C> channelType, EventLoopGroup group) {
		C channel = makeChannel(channelType, group);
		if (channel instanceof ServerChannel) {
			channel.pipeline().addLast(this.acceptHandlers.get());
		}
		return channel;
	}

	private <C extends Channel> C makeChannel(Class<C> channelType, EventLoopGroup group) {
		if (this.ipv4 && channelType == ServerSocketChannel.class) {
			Class<?> channelClass = channelClass(this.loops, group);
			if (channelClass.getName().equals(EPOLL_CHANNEL)) {
				return channelType.cast(Epoll.ipv4Channel());
			}
			if (channelClass == NioServerSocketChannel.class) {
				return channelType
					.cast(new NioServerSocketChannel(SelectorProvider.provider(), SocketProtocolFamily.INET));
			}
		}
		return this.loops.onChannel(channelType, group);
	}

	@Override
	public <C extends Channel> Class<? extends C> onChannelClass(Class<C> channelType, EventLoopGroup group) {
		return this.loops.onChannelClass(channelType, group);
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return this.loops.onServer(useNative);
	}

	@Override
	public EventLoopGroup onServerSelect(boolean useNative) {
		return this.loops.onServerSelect(useNative);
	}

	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return this.loops.onClient(useNative);
	}

	@Override
	public boolean daemon() {
		return this.loops.daemon();
	}

	@Override
	public boolean isDisposed() {
		return this.loops.isDisposed();
	}

	@Override
	public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
		return this.loops.disposeLater(quietPeriod, timeout);
	}

	/**
	 * Holds Netty's epoll classes apart, which not every class path has.
	 */
	private static final class Epoll {

		static Channel ipv4Channel() {
			return new EpollServerSocketChannel(SocketProtocolFamily.INET);
		}

	}

}
