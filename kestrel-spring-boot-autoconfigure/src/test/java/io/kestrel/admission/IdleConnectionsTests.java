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

package io.kestrel.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IdleConnections}.
 */
class IdleConnectionsTests {

	private final IdleConnections idle = new IdleConnections();

	private final List<Long> closed = new ArrayList<>();

	private final List<Boolean> heard = new ArrayList<>();

	private int looks;

	@Test
	void nobodyIsThere() {
		ask();
		assertThat(this.heard).containsExactly(false);
	}

	@Test
	void longestComesFirstThenTheOlder() {
		add(4, 10);
		add(3, 10);
		add(2, 11);
		add(1, 0);
		add(5, -1);
		for (int i = 0; i < 5; i++) {
			ask();
		}
		assertThat(this.closed).containsExactly(2L, 3L, 4L, 1L);
		assertThat(this.heard).containsExactly(true, true, true, true, false);
	}

	@Test
	void oneThatWaitsAnewHasLostItsPlace() {
		Connection first = add(1, 20);
		add(2, 10);
		add(3, 5);
		ask();
		first.open = true;
		this.closed.clear();
		add(4, 9);
		ask();
		ask();
		assertThat(this.closed).as("those that were looked at first").containsExactly(2L, 3L);
	}

	@Test
	void oneThatGoesOnMeanwhileIsSpared() {
		Connection first = add(1, 20);
		add(2, 10);
		first.refuses = true;
		ask();
		assertThat(this.closed).containsExactly(2L);
		assertThat(this.heard).containsExactly(true);
	}

	@Test
	void removedOnesAreNotAsked() {
		Connection first = add(1, 20);
		this.idle.remove(first);
		ask();
		assertThat(this.heard).containsExactly(false);
	}

	@Test
	void floodLooksAtAllSeldom() {
		for (int i = 0; i < 6400; i++) {
			add(i, -1);
		}
		ask();
		assertThat(this.looks).isEqualTo(6400);
		for (int i = 0; i < 99; i++) {
			ask();
		}
		assertThat(this.looks).as("a hundredth of them has asked").isEqualTo(6400);
		ask();
		assertThat(this.looks).isEqualTo(12_800);
		assertThat(this.heard).hasSize(101).containsOnly(false);
	}

	private Connection add(long number, long waited) {
		Connection connection = new Connection(number, waited);
		this.idle.add(connection);
		return connection;
	}

	private void ask() {
		this.idle.closeLongest(this.heard::add);
	}

	private final class Connection implements IdleConnection {

		private final long number;

		private final long waited;

		private boolean open = true;

		private boolean refuses;

		private Connection(long number, long waited) {
			this.number = number;
			this.waited = waited;
		}

		@Override
		public long waited() {
			IdleConnectionsTests.this.looks++;
			return this.open ? this.waited : -1;
		}

		@Override
		public long number() {
			return this.number;
		}

		@Override
		public void closeIfWaiting(Consumer<Boolean> closed) {
			if (this.refuses) {
				closed.accept(false);
				return;
			}
			this.open = false;
			IdleConnectionsTests.this.closed.add(this.number);
			IdleConnectionsTests.this.idle.remove(this);
			closed.accept(true);
		}

	}

}
