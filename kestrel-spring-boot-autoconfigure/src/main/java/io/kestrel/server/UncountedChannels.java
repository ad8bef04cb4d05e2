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

package io.kestrel.server;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * The channel group that makes Reactor Netty leave the end of HTTP/2 connections to us.
 * It stays empty: Reactor Netty would put each stream and each request into it, while
 * connections are counted where they are accepted.
 */
final class UncountedChannels extends DefaultChannelGroup {

	/**
	 * The only one: it has no state.
	 */
	static final ChannelGroup INSTANCE = new UncountedChannels();

	private UncountedChannels() {
		super(GlobalEventExecutor.INSTANCE);
	}

	@Override
	public boolean add(Channel channel) {
		return false;
	}

}
