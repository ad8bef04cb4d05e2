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

import java.util.concurrent.TimeUnit;

import io.kestrel.limits.TimeLimits;
import io.kestrel.time.Heartbeat;
import io.kestrel.time.TestClock;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnreadBody}.
 */
class UnreadBodyTests {

	private static final long FIVE_SECONDS = 5_000;

	@AutoClose("finishAndReleaseAll")
	private final Socket socket = new Socket();

	private final Heartbeat heartbeat = TestClock.heartbeat(this.socket.eventLoop());

	private final ConnectionTiming timing = new ConnectionTiming(TimeLimits.DEFAULT, this.heartbeat);

	private final UnreadBody unread = new UnreadBody(this.timing);

	private ChannelHandlerContext context;

	@BeforeEach
	void open() {
		this.socket.freezeTime();
		this.socket.config().setAutoRead(false);
		this.socket.pipeline().addLast(new Reads(this.socket), new ChannelInboundHandlerAdapter());
		this.context = this.socket.pipeline().lastContext();
		this.heartbeat.add(new Closer(this.timing, this.context));
	}

	@Test
	void restIsReadToKeepTheConnection() {
		this.unread.keepConnection(this.context);
		assertThat(this.socket.reads).isOne();
		this.unread.readOn(this.context);
		assertThat(this.socket.reads).isEqualTo(2);
		this.unread.ended(this.context);
		// For the next request.
		assertThat(this.socket.reads).isEqualTo(3);
		pass(2 * FIVE_SECONDS);
		assertThat(this.socket.isOpen()).isTrue();
		assertThat(this.socket.isOutputShutdown()).isFalse();
	}

	@Test
	void restIsReadBeforeTheConnectionCloses() {
		this.unread.closeConnection(this.context);
		assertThat(this.socket.isOutputShutdown()).isTrue();
		assertThat(this.socket.reads).isOne();
		this.unread.readOn(this.context);
		assertThat(this.socket.reads).isEqualTo(2);
		assertThat(this.socket.isOpen()).isTrue();
		this.unread.ended(this.context);
		assertThat(this.socket.isOpen()).isFalse();
	}

	@Test
	void connectionThatIsKeptHasFiveSecondsInAll() {
		this.unread.keepConnection(this.context);
		pass(3_000);
		this.unread.keepConnection(this.context);
		pass(2_000);
		assertThat(this.socket.isOpen()).isTrue();
		pass(1_000);
		assertThat(this.socket.isOpen()).isFalse();
	}

	@Test
	void connectionThatClosesHasFiveSecondsInAll() {
		this.unread.closeConnection(this.context);
		pass(3_000);
		this.unread.closeConnection(this.context);
		pass(2_000);
		assertThat(this.socket.isOpen()).isTrue();
		pass(1_000);
		assertThat(this.socket.isOpen()).isFalse();
	}

	@Test
	void connectionThatIsKeptAndThenClosesHasItsTimeAnew() {
		this.unread.keepConnection(this.context);
		pass(3_000);
		this.unread.closeConnection(this.context);
		pass(FIVE_SECONDS);
		assertThat(this.socket.isOpen()).isTrue();
		pass(1_000);
		assertThat(this.socket.isOpen()).isFalse();
	}

	@Test
	void timeBeginsWhenWhatIsPendingIsSent() {
		this.socket.sending = false;
		this.unread.keepConnection(this.context);
		pass(10 * FIVE_SECONDS);
		assertThat(this.socket.isOpen()).isTrue();
		this.socket.pending.setSuccess();
		pass(FIVE_SECONDS);
		assertThat(this.socket.isOpen()).isTrue();
		pass(1_000);
		assertThat(this.socket.isOpen()).isFalse();
	}

	@Test
	void nothingHasADeadlineThatEndedBeforeTheResponseWasSent() {
		this.socket.sending = false;
		this.unread.keepConnection(this.context);
		this.unread.ended(this.context);
		this.socket.pending.setSuccess();
		pass(2 * FIVE_SECONDS);
		assertThat(this.socket.isOpen()).isTrue();
	}

	@Test
	void stopLeavesNoDeadline() {
		this.unread.closeConnection(this.context);
		this.unread.stop();
		pass(2 * FIVE_SECONDS);
		assertThat(this.socket.isOpen()).isTrue();
		this.unread.readOn(this.context);
		assertThat(this.socket.reads).isOne();
	}

	@Test
	void nothingUnreadIsNothingToDo() {
		this.unread.readOn(this.context);
		this.unread.ended(this.context);
		this.unread.stop();
		assertThat(this.socket.reads).isZero();
		assertThat(this.socket.isOpen()).isTrue();
	}

	private void pass(long millis) {
		for (long left = millis; left > 0; left -= 1_000) {
			this.socket.advanceTimeBy(1_000, TimeUnit.MILLISECONDS);
			this.socket.runScheduledPendingTasks();
		}
	}

	/**
	 * Closes when the rest takes too long, as the connection does.
	 */
	private static final class Closer extends Heartbeat.Member {

		private final ConnectionTiming timing;

		private final ChannelHandlerContext context;

		private Closer(ConnectionTiming timing, ChannelHandlerContext context) {
			this.timing = timing;
			this.context = context;
		}

		@Override
		protected void beat(long number) {
			if (this.timing.beat(number, false, false) == ConnectionTiming.Late.DRAIN) {
				this.context.close();
			}
		}

	}

	/**
	 * Counts what the socket is asked for, and holds back what it sends.
	 */
	private static final class Reads extends ChannelOutboundHandlerAdapter {

		private final Socket socket;

		private Reads(Socket socket) {
			this.socket = socket;
		}

		@Override
		public void read(ChannelHandlerContext context) {
			this.socket.reads++;
			context.read();
		}

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			if (this.socket.sending) {
				context.write(message, promise);
				return;
			}
			this.socket.pending = promise;
		}

	}

	private static final class Socket extends TestSocket {

		private int reads;

		private boolean sending = true;

		private ChannelPromise pending;

	}

}
