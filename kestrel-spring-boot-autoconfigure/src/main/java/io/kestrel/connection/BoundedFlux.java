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

import io.netty.channel.Channel;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Asks its source for one element at a time, and only while the channel to which the
 * elements are written is below its high water mark.
 *
 * @param <T> the type of the elements
 */
final class BoundedFlux<T> extends Flux<T> {

	private final Publisher<? extends T> source;

	private final Channel channel;

	BoundedFlux(Publisher<? extends T> source, Channel channel) {
		this.source = source;
		this.channel = channel;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> writer) {
		this.source.subscribe(new BoundedSubscriber<>(writer, this.channel));
	}

}
