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

package io.kestrel.refusal;

import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts refused requests, and logs one line for each reason and minute with the number
 * of those that were left out. Nothing that a client sent is in it. One for a server; may
 * be used by all event loops at once.
 *
 * @since 0.1.0
 */
public final class Refusals {

	private static final Log logger = LogFactory.getLog(Refusals.class);

	private final LongAdder[] counts = new LongAdder[Refusal.values().length];

	private final Sampler[] samplers = new Sampler[Refusal.values().length];

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Create an empty count.
	 */
	public Refusals() {
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] = new LongAdder();
			this.samplers[i] = new Sampler();
		}
	}

	/**
	 * Return how many requests were refused for a reason.
	 * @param refusal the reason
	 * @return the number since the start
	 */
	public long count(Refusal refusal) {
		return this.counts[refusal.ordinal()].sum();
	}

	/**
	 * Return how many requests were refused, by reason.
	 * @return the numbers since the start, without those that are zero
	 */
	public Map<Refusal, Long> counts() {
		Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
		for (Refusal refusal : Refusal.values()) {
			if (count(refusal) > 0) {
				counts.put(refusal, count(refusal));
			}
		}
		return counts;
	}

	/**
	 * Call a listener at each refusal, on the event loop: it must not block.
	 * @param listener what to call
	 */
	public void addListener(Listener listener) {
		this.listeners.add(listener);
	}

	/**
	 * A request is refused.
	 * @param refusal why
	 * @param endpoint where, as the operator knows it
	 * @param client the client's address, {@code null} if it is not known any more
	 * @param nanoTime the time of the event loop
	 */
	public void record(Refusal refusal, String endpoint, @Nullable SocketAddress client, long nanoTime) {
		record(refusal, endpoint, client, nanoTime, (refusal.status() != 0) ? Integer.toString(refusal.status()) : "");
	}

	/**
	 * A request is refused, with another answer than the status of the reason.
	 * @param refusal why
	 * @param endpoint where, as the operator knows it
	 * @param client the client's address, {@code null} if it is not known any more
	 * @param nanoTime the time of the event loop
	 * @param answer what the client gets, in a word, empty for nothing
	 */
	public void record(Refusal refusal, String endpoint, @Nullable SocketAddress client, long nanoTime, String answer) {
		this.counts[refusal.ordinal()].increment();
		for (Listener listener : this.listeners) {
			listener.refused(refusal, endpoint);
		}
		if (logger.isInfoEnabled()) {
			long suppressed = this.samplers[refusal.ordinal()].speak(nanoTime);
			if (suppressed >= 0) {
				logger.info(line(refusal, endpoint, client, answer, suppressed));
			}
		}
	}

	private static String line(Refusal refusal, String endpoint, @Nullable SocketAddress client, String answer,
			long suppressed) {
		StringBuilder line = new StringBuilder("Request refused on ").append(endpoint);
		if (client != null) {
			line.append(", client ").append(client);
		}
		if (!answer.isEmpty()) {
			line.append(" with ").append(answer);
		}
		line.append(": ").append(refusal.text()).append(" (").append(refusal.section()).append(')');
		if (refusal.property() != null) {
			line.append("; see ").append(refusal.property());
		}
		if (suppressed > 0) {
			line.append("; ").append(suppressed).append(" more for this reason since the last line");
		}
		return line.toString();
	}

	/**
	 * Hears of refusals.
	 */
	@FunctionalInterface
	public interface Listener {

		/**
		 * A request was refused.
		 * @param refusal why
		 * @param endpoint where, as the operator knows it
		 */
		void refused(Refusal refusal, String endpoint);

	}

}
