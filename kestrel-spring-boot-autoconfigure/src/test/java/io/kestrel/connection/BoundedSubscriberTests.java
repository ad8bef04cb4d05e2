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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.netty.NettyPipeline;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundedSubscriber}, with a writer that takes all it gets, as Reactor
 * Netty's does, and a channel that has room for 1000 bytes.
 */
class BoundedSubscriberTests {

	private static final int ROOM = 1000;

	/** Two of them are too many. */
	private static final int PART = 600;

	@AutoClose("finishAndReleaseAll")
	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final Source source = new Source();

	private final Writer writer = new Writer();

	private final BoundedSubscriber<Object> bounded = new BoundedSubscriber<>(this.writer, this.channel);

	@BeforeEach
	void subscribe() {
		this.channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(ROOM / 2, ROOM));
		this.channel.pipeline().addLast(NettyPipeline.ReactiveBridge, new ChannelInboundHandlerAdapter());
		this.bounded.onSubscribe(this.source);
	}

	@Test
	void nothingIsAskedForUntilTheWriterAsks() {
		assertThat(this.source.asked).isEmpty();
		this.writer.request(128);
		assertThat(this.source.asked).containsExactly(1L);
	}

	@Test
	void oneIsAskedForAfterTheOther() {
		this.writer.request(128);
		for (int i = 1; i <= 10; i++) {
			assertThat(this.source.asked).hasSize(i).containsOnly(1L);
			this.bounded.onNext("no bytes");
		}
		assertThat(this.writer.taken).isEqualTo(10);
	}

	@Test
	void noMoreAreAskedForThanTheWriterWants() {
		this.writer.request(2);
		this.bounded.onNext("first");
		this.bounded.onNext("second");
		assertThat(this.source.asked).containsExactly(1L, 1L);
		this.writer.request(1);
		assertThat(this.source.asked).containsExactly(1L, 1L, 1L);
	}

	@Test
	void fullChannelStopsItAndRoomLetsItGoOn() {
		fill();
		assertThat(isInPipeline()).isTrue();
		assertThat(this.source.asked).hasSize(2);
		this.channel.flushOutbound();
		assertThat(this.source.asked).hasSize(3);
		next();
		assertThat(this.source.asked).hasSize(4);
		this.bounded.onComplete();
		assertThat(isInPipeline()).isFalse();
		assertThat(this.writer.end).isEqualTo("complete");
	}

	@Test
	void whatTheWriterHoldsCounts() {
		this.writer.request(128);
		this.writer.holds = true;
		this.bounded.onNext(part());
		assertThat(this.source.asked).hasSize(2);
		this.bounded.onNext(part());
		// 1200 bytes are on their way, but the channel has none of them.
		assertThat(this.channel.isWritable()).isTrue();
		assertThat(this.source.asked).hasSize(2);
		this.channel.runPendingTasks();
		assertThat(this.source.asked).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsAskedForBehindAnEnd(End end) {
		fill();
		switch (end) {
			case CANCEL -> this.writer.cancel();
			case ERROR -> this.bounded.onError(new IllegalStateException("broken"));
			case COMPLETE -> this.bounded.onComplete();
		}
		assertThat(isInPipeline()).isFalse();
		this.channel.flushOutbound();
		this.channel.runPendingTasks();
		assertThat(this.source.asked).hasSize(2);
		assertThat(this.source.cancelled).isEqualTo(end == End.CANCEL);
		assertThat(this.writer.end).isEqualTo(end.seen);
	}

	@Test
	void endBeforeItsTurnLeavesNothingInThePipeline() {
		this.writer.request(128);
		this.bounded.onNext(part());
		this.bounded.onNext(part());
		this.writer.cancel();
		this.channel.runPendingTasks();
		assertThat(isInPipeline()).isFalse();
		assertThat(this.source.asked).hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void connectionThatIsBeingClosedIsNotWaitedFor() {
		this.writer.request(128);
		this.bounded.onNext(part());
		this.channel.pipeline().remove(NettyPipeline.ReactiveBridge);
		this.channel.runPendingTasks();
		this.bounded.onNext(part());
		this.channel.runPendingTasks();
		assertThat(isInPipeline()).isFalse();
	}

	/* Each is given once, one at a time, whoever asks. */
	@Test
	void writerMayAskFromAnyThread() throws InterruptedException {
		Writer other = new Writer();
		AtomicInteger given = new AtomicInteger();
		AtomicBoolean busy = new AtomicBoolean();
		AtomicBoolean twoAtOnce = new AtomicBoolean();
		BoundedSubscriber<Object> shared = new BoundedSubscriber<>(other, this.channel);
		shared.onSubscribe(new Source() {

			@Override
			public void request(long count) {
				twoAtOnce.compareAndSet(false, busy.getAndSet(true) || count != 1);
				given.incrementAndGet();
				busy.set(false);
				shared.onNext("no bytes");
			}

		});
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int j = 0; j < 1000; j++) {
					shared.request(1);
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(given).hasValue(4000);
		assertThat(other.taken).isEqualTo(4000);
		assertThat(twoAtOnce).isFalse();
	}

	private void fill() {
		this.writer.request(128);
		next();
		next();
		assertThat(this.channel.isWritable()).isFalse();
	}

	private void next() {
		this.bounded.onNext(part());
		this.channel.runPendingTasks();
	}

	private static ByteBuf part() {
		return Unpooled.wrappedBuffer(new byte[PART]);
	}

	private boolean isInPipeline() {
		return this.channel.pipeline().context(this.bounded) != null;
	}

	/**
	 * How a stream of elements ends.
	 */
	enum End {

		CANCEL("cancelled"), ERROR("broken"), COMPLETE("complete");

		private final String seen;

		End(String seen) {
			this.seen = seen;
		}

	}

	private static class Source implements Subscription {

		private final List<Long> asked = new ArrayList<>();

		private boolean cancelled;

		@Override
		public void request(long count) {
			this.asked.add(count);
		}

		@Override
		public void cancel() {
			this.cancelled = true;
		}

	}

	/**
	 * Writes what it gets and does not flush it.
	 */
	private final class Writer extends BaseSubscriber<Object> {

		private int taken;

		private boolean holds;

		private String end;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			// When the test says so.
		}

		@Override
		protected void hookOnNext(Object element) {
			this.taken++;
			if (element instanceof ByteBuf bytes) {
				if (this.holds) {
					bytes.release();
				}
				else {
					BoundedSubscriberTests.this.channel.write(bytes);
				}
			}
		}

		@Override
		protected void hookOnComplete() {
			this.end = "complete";
		}

		@Override
		protected void hookOnError(Throwable failure) {
			this.end = failure.getMessage();
		}

		@Override
		protected void hookOnCancel() {
			this.end = "cancelled";
		}

	}

}
