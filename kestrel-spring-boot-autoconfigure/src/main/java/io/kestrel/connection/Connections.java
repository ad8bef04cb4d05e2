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

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;

/**
 * The open connections of one running server, over all its endpoints, from the moment
 * they are accepted. Reactor Netty's own group lacks those that have not spoken yet, for
 * instance an HTTP/2 connection that never had a stream.
 *
 * @since 0.1.0
 */
public final class Connections {

	private final Set<ExchangeTracker> open = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	private volatile boolean draining;

	/**
	 * Take in a connection whose pipeline Reactor Netty has just made.
	 * @param channel the connection
	 */
	public void add(Channel channel) {
		ExchangeTracker tracker = new ExchangeTracker(channel);
		NegotiationSlot.install(channel.pipeline(), tracker);
		this.open.add(tracker);
		channel.closeFuture().addListener((future) -> remove(tracker));
		if (this.draining) {
			// Accepted before the listening socket closed, registered after.
			tracker.drain();
		}
	}

	private void remove(ExchangeTracker tracker) {
		this.open.remove(tracker);
		completeIfDrained();
	}

	private void completeIfDrained() {
		if (this.draining && this.open.isEmpty()) {
			this.drained.complete(null);
		}
	}

	/**
	 * Return how many connections are open.
	 * @return the number
	 */
	public int size() {
		return this.open.size();
	}

	/**
	 * Let each connection answer the requests whose head is parsed, then close it: idle
	 * ones at once, HTTP/2 after a GOAWAY. Call it after the listening sockets have
	 * closed.
	 * @return completes when no connection is left
	 */
	public CompletionStage<Void> drain() {
		this.draining = true;
		this.open.forEach((tracker) -> execute(tracker, tracker::drain));
		completeIfDrained();
		return this.drained;
	}

	/**
	 * Close all connections at once.
	 * @return how many there were
	 */
	public int abort() {
		int count = 0;
		for (ExchangeTracker tracker : this.open) {
			execute(tracker, tracker::abort);
			count++;
		}
		return count;
	}

	private void execute(ExchangeTracker tracker, Runnable task) {
		EventLoop loop = tracker.eventLoop();
		if (loop.isShuttingDown()) {
			// The loop closes its channels itself, and takes no more tasks.
			return;
		}
		loop.execute(task);
	}

}
