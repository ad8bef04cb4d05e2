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

package io.kestrel.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Beats once a second for all its members, as long as it has any. The number of the beat
 * is the only clock that limits of connections know: however late a beat comes, because
 * of a garbage collection or a machine that was suspended, it counts as one second. What
 * members do may take long, above all if a thousand clients are cut at one beat and the
 * application has an answer for each: so a beat goes on in slices, between which the loop
 * reads and writes. All methods run on the thread of the loop.
 */
public final class Heartbeat implements Runnable {

	/**
	 * The time between two beats.
	 */
	public static final Duration INTERVAL = Duration.ofSeconds(1);

	/**
	 * How long a beat holds up the loop, one member's part excepted, and how long it
	 * waits then.
	 */
	private static final Duration SLICE = Duration.ofNanos(500_000);

	private static final Duration PAUSE = Duration.ofMillis(1);

	private static final Log logger = LogFactory.getLog(Heartbeat.class);

	private final ScheduledExecutorService loop;

	private final Duration interval;

	private final TimeSlice slice;

	private @Nullable Member first;

	private @Nullable Member last;

	/** Whose turn is next, during a beat and between its slices. */
	private @Nullable Member next;

	/** Written by the loop only. */
	private volatile @Nullable Future<?> schedule;

	private long number;

	Heartbeat(ScheduledExecutorService loop, Duration interval, LongSupplier nanoTime) {
		this.loop = loop;
		this.interval = interval;
		this.slice = new TimeSlice(SLICE, nanoTime);
	}

	/**
	 * Return the number of the last beat.
	 * @return the number
	 */
	public long number() {
		return this.number;
	}

	/**
	 * Let somebody hear the next beats, after all who came before.
	 * @param member who must not be a member yet
	 */
	public void add(Member member) {
		member.preceding = this.last;
		if (this.last != null) {
			this.last.following = member;
		}
		else {
			this.first = member;
		}
		this.last = member;
		if (this.schedule == null) {
			start();
		}
	}

	private void start() {
		try {
			this.schedule = this.loop.scheduleWithFixedDelay(this, this.interval.toMillis(), this.interval.toMillis(),
					TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The loop is ending, and ends all its connections itself.
		}
	}

	/**
	 * Let somebody hear no more beats. Does nothing for one who is no member.
	 * @param member the member
	 */
	public void remove(Member member) {
		if (member == this.next) {
			this.next = member.following;
		}
		if (member == this.first) {
			this.first = member.following;
		}
		if (member == this.last) {
			this.last = member.preceding;
		}
		if (member.preceding != null) {
			member.preceding.following = member.following;
		}
		if (member.following != null) {
			member.following.preceding = member.preceding;
		}
		member.preceding = null;
		member.following = null;
	}

	@Override
	public void run() {
		if (this.next == null) {
			this.number++;
			this.next = this.first;
			goOn();
		}
	}

	private void goOn() {
		this.slice.begin();
		for (Member member = this.next; member != null; member = this.next) {
			this.next = member.following;
			beat(member);
			if (this.next != null && this.slice.isOver()) {
				goOnLater();
				return;
			}
		}
		if (this.first == null) {
			stop();
		}
	}

	private void goOnLater() {
		try {
			this.loop.schedule(this::goOn, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The loop is ending, and ends all its connections itself.
		}
	}

	private void beat(Member member) {
		try {
			member.beat(this.number);
		}
		catch (RuntimeException ex) {
			logger.error("A connection failed at the heartbeat", ex);
		}
	}

	/**
	 * Beat no more, until somebody is added.
	 */
	void stop() {
		Future<?> running = this.schedule;
		if (running != null) {
			running.cancel(false);
			this.schedule = null;
		}
	}

	/* For any thread. */
	boolean isBeating() {
		return this.schedule != null;
	}

	/**
	 * Hears the beats. Has its place in the list in itself, so that a member costs no
	 * other object.
	 */
	public abstract static class Member {

		private @Nullable Member preceding;

		private @Nullable Member following;

		/**
		 * Hear a beat.
		 * @param number the number of the beat
		 */
		protected abstract void beat(long number);

	}

}
