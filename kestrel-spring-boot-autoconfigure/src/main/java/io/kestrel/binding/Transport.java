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

import java.time.Duration;
import java.util.function.Supplier;

import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

/**
 * What carries the sockets.
 *
 * @param loops the event loops, which belong to somebody else
 * @param preferNative whether native transports are preferred
 * @param bindTimeout how long binding may take, {@code null} for Reactor Netty's 45
 * seconds
 * @param acceptHandlers makes what stands in each listening channel before Reactor Netty
 * takes its connections
 * @since 0.1.0
 */
public record Transport(LoopResources loops, boolean preferNative, @Nullable Duration bindTimeout,
		Supplier<ChannelHandler> acceptHandlers) {

}
