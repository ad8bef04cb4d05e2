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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Heartbeat} and {@link Heartbeats}, in virtual time.
 */
@ExtendWith(OutputCaptureExtension.class)
class HeartbeatTests {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final Heartbeats heartbeats = TestClock.heartbeats();

	private final Heartbeat heartbeat = this.heartbeats.of(this.channel.eventLoop());

	private final List<String> heard = new ArrayList<>();

	@BeforeEach
	void freezeTime() {
		this.channel.freezeTime();
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void beatsOnceASecond() {
		this.heartbeat.add(new Named("a"));
		pass(999);
		assertThat(this.heard).isEmpty();
		pass(1);
		assertThat(this.heard).containsExactly("a1");
		pass(999);
		pass(1);
		assertThat(this.heard).containsExactly("a1", "a2");
		assertThat(this.heartbeat.number()).isEqualTo(2);
	}

	@Test
	void lateBeatCountsAsOne() {
		this.heartbeat.add(new Named("a"));
		pass(3_600_000);
		assertThat(this.heard).containsExactly("a1");
		pass(999);
		assertThat(this.heard).as("what was missed is not made up for").hasSize(1);
		pass(1);
		assertThat(this.heard).containsExactly("a1", "a2");
	}

	@Test
	void memberHearsNothingAfterItWasRemoved() {
		Named a = new Named("a");
		Named b = new Named("b");
		this.heartbeat.add(a);
		this.heartbeat.add(b);
		this.heartbeat.remove(a);
		this.heartbeat.remove(a);
		pass(1_000);
		assertThat(this.heard).containsExactly("b1");
		this.heartbeat.add(a);
		pass(1_000);
		assertThat(this.heard).containsExactlyInAnyOrder("b1", "a2", "b2");
	}

	@Test
	void membersMayRemoveThemselves() {
		for (String name : List.of("a", "b", "c")) {
			Named member = new Named(name);
			member.action = () -> this.heartbeat.remove(member);
			this.heartbeat.add(member);
		}
		Named last = new Named("d");
		this.heartbeat.add(last);
		pass(1_000);
		assertThat(this.heard).containsExactlyInAnyOrder("a1", "b1", "c1", "d1");
		pass(1_000);
		assertThat(this.heard).hasSize(5).endsWith("d2");
	}

	/* The order is not told, so each of three removes the other two. */
	@Test
	void membersMayRemoveOthers() {
		List<Named> members = List.of(new Named("a"), new Named("b"), new Named("c"));
		for (Named member : members) {
			member.action = () -> members.stream().filter((other) -> other != member).forEach(this.heartbeat::remove);
			this.heartbeat.add(member);
		}
		pass(1_000);
		assertThat(this.heard).hasSize(1);
		pass(1_000);
		assertThat(this.heard).hasSize(2);
		assertThat(this.heard.get(1).charAt(0)).isEqualTo(this.heard.get(0).charAt(0));
	}

	@Test
	void membersMayAddOthers() {
		Named later = new Named("later");
		Named first = new Named("first");
		first.action = () -> {
			first.action = null;
			this.heartbeat.add(later);
		};
		this.heartbeat.add(first);
		pass(1_000);
		assertThat(this.heard).containsExactly("first1");
		pass(1_000);
		assertThat(this.heard).containsExactlyInAnyOrder("first1", "first2", "later2");
	}

	@Test
	void failureOfOneIsNotThatOfOthers(CapturedOutput output) {
		Named failing = new Named("failing");
		failing.action = () -> {
			throw new IllegalStateException("of the test");
		};
		this.heartbeat.add(new Named("a"));
		this.heartbeat.add(failing);
		this.heartbeat.add(new Named("b"));
		pass(1_000);
		pass(1_000);
		assertThat(this.heard).containsExactlyInAnyOrder("a1", "failing1", "b1", "a2", "failing2", "b2");
		assertThat(output).contains("A connection failed at the heartbeat").contains("of the test");
	}

	@ParameterizedTest
	@CsvSource({ "125_000, a1 b1 c1 d1", "249_999, a1 b1 c1 | d1", "250_000, a1 b1 | c1 d1", "499_999, a1 b1 | c1 d1",
			"500_000, a1 | b1 | c1 | d1" })
	void loopIsHeldUpForHalfAMillisecondAtMost(String nanosEach, String expected) {
		try (Slices slices = new Slices(Long.parseLong(nanosEach.replace("_", "")))) {
			slices.add("a", "b", "c", "d");
			slices.heartbeat.run();
			slices.runLater();
			assertThat(String.join(" ", this.heard)).isEqualTo(expected);
		}
	}

	@Test
	void nextBeatWaitsForTheEndOfThisOne() {
		try (Slices slices = new Slices(1_000_000)) {
			slices.add("a", "b");
			slices.heartbeat.run();
			slices.heartbeat.run();
			slices.runLater();
			slices.heartbeat.run();
			assertThat(this.heard).containsExactly("a1", "|", "b1", "a2", "|");
		}
	}

	@Test
	void memberIsRemovedBetweenSlices() {
		try (Slices slices = new Slices(1_000_000)) {
			List<Named> members = slices.add("a", "b", "c");
			slices.heartbeat.run();
			slices.heartbeat.remove(members.get(1));
			slices.runLater();
			slices.heartbeat.run();
			slices.heartbeat.remove(members.get(2));
			slices.runLater();
			assertThat(this.heard).containsExactly("a1", "|", "c1", "a2", "|");
		}
	}

	@Test
	void stopsAtTheFirstBeatWithoutMembersAndBeginsAgain() {
		Named member = new Named("a");
		this.heartbeat.add(member);
		assertThat(this.heartbeats.beating()).isOne();
		this.heartbeat.remove(member);
		pass(1_000);
		assertThat(this.heartbeats.beating()).isZero();
		assertThat(this.channel.runScheduledPendingTasks()).as("next timer").isEqualTo(-1);
		pass(60_000);
		this.heartbeat.add(member);
		assertThat(this.heartbeats.beating()).isOne();
		pass(1_000);
		assertThat(this.heard).containsExactly("a2");
	}

	@Test
	void noMemberMakesNoTimer() {
		assertThat(this.heartbeats.beating()).isZero();
		assertThat(this.channel.runScheduledPendingTasks()).as("next timer").isEqualTo(-1);
	}

	@Test
	void stopLeavesNoTimer() {
		this.heartbeat.add(new Named("a"));
		this.heartbeats.stop();
		this.channel.runPendingTasks();
		assertThat(this.heartbeats.beating()).isZero();
		assertThat(this.channel.runScheduledPendingTasks()).as("next timer").isEqualTo(-1);
		pass(5_000);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void eachLoopHasOneOfItsOwn() {
		EmbeddedChannel other = new EmbeddedChannel();
		assertThat(this.heartbeats.of(this.channel.eventLoop())).isSameAs(this.heartbeat);
		assertThat(this.heartbeats.of(other.eventLoop())).isNotSameAs(this.heartbeat);
		other.finishAndReleaseAll();
	}

	@Test
	void loopThatHasEndedTakesMembersAndStops() {
		ScheduledExecutorService ended = Executors.newSingleThreadScheduledExecutor();
		ended.shutdownNow();
		Heartbeat dead = this.heartbeats.of(ended);
		Named member = new Named("a");
		dead.add(member);
		assertThat(this.heartbeats.beating()).isZero();
		dead.remove(member);
		this.heartbeats.stop();
	}

	private void pass(long millis) {
		this.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
	}

	/**
	 * A heartbeat whose members take the same time each. Writes down where a slice ends.
	 */
	private final class Slices implements AutoCloseable {

		private final Queue<Runnable> later = new ArrayDeque<>();

		private final long nanosEach;

		private long now;

		private final ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1) {

			@Override
			public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
				HeartbeatTests.this.heard.add("|");
				Slices.this.later.add(task);
				return null;
			}

		};

		private final Heartbeat heartbeat = new Heartbeat(this.loop, Duration.ofDays(1), () -> this.now);

		private Slices(long nanosEach) {
			this.nanosEach = nanosEach;
		}

		private List<Named> add(String... names) {
			List<Named> members = Stream.of(names).map(Named::new).toList();
			for (Named member : members) {
				member.action = () -> this.now += this.nanosEach;
				this.heartbeat.add(member);
			}
			return members;
		}

		private void runLater() {
			for (Runnable task = this.later.poll(); task != null; task = this.later.poll()) {
				task.run();
			}
		}

		@Override
		public void close() {
			this.loop.shutdownNow();
		}

	}

	/**
	 * Writes down what it hears, and then does something.
	 */
	private final class Named extends Heartbeat.Member {

		private final String name;

		private Runnable action;

		private Named(String name) {
			this.name = name;
		}

		@Override
		protected void beat(long number) {
			HeartbeatTests.this.heard.add(this.name + number);
			if (this.action != null) {
				this.action.run();
			}
		}

	}

}
