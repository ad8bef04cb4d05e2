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

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Connections}: all of them together. How one ends is the matter of
 * {@link Http1HandlerTests}.
 */
class ConnectionsTests {

	private final Connections connections = new Connections();

	@Test
	void sizeCountsOpenConnections() {
		assertThat(this.connections.size()).isZero();
		TestConnection first = TestConnection.openedIn(this.connections);
		TestConnection second = TestConnection.openedIn(this.connections);
		assertThat(this.connections.size()).isEqualTo(2);
		first.channel().close();
		assertThat(this.connections.size()).isOne();
		second.channel().close();
		assertThat(this.connections.size()).isZero();
	}

	@Test
	void drainWhenNothingIsOpenCompletesAtOnce() {
		assertThat(drain()).isCompleted();
	}

	@Test
	void drainCompletesOnlyWhenTheLastConnectionIsGone() {
		TestConnection idle = TestConnection.openedIn(this.connections);
		TestConnection busy = TestConnection.openedIn(this.connections);
		TestConnection slow = TestConnection.openedIn(this.connections);
		busy.receiveRequest("/");
		slow.receiveRequest("/");
		CompletableFuture<Void> drained = drain();
		assertThat(idle.isOpen()).isFalse();
		assertThat(drained).isNotDone();
		busy.run();
		busy.sendResponse();
		assertThat(busy.isOpen()).isFalse();
		assertThat(drained).isNotDone();
		slow.run();
		slow.sendResponse();
		assertThat(slow.isOpen()).isFalse();
		assertThat(drained).isCompleted();
		assertThat(this.connections.size()).isZero();
	}

	@Test
	void drainCompletesWhenClientsLeave() {
		TestConnection busy = TestConnection.openedIn(this.connections);
		busy.receiveHead("/");
		CompletableFuture<Void> drained = drain();
		assertThat(busy.isOpen()).isTrue();
		busy.channel().disconnect();
		assertThat(drained).isCompleted();
	}

	@Test
	void drainTwiceIsDrainOnce() {
		TestConnection busy = TestConnection.openedIn(this.connections);
		busy.receiveRequest("/");
		CompletableFuture<Void> first = drain();
		CompletableFuture<Void> second = drain();
		busy.run();
		busy.sendResponse();
		assertThat(first).isCompleted();
		assertThat(second).isCompleted();
	}

	@Test
	void connectionThatComesAfterDrainBeganIsClosed() {
		TestConnection busy = TestConnection.openedIn(this.connections);
		busy.receiveRequest("/");
		CompletableFuture<Void> drained = drain();
		TestConnection late = TestConnection.openedIn(this.connections);
		assertThat(late.isOpen()).isFalse();
		assertThat(this.connections.size()).isOne();
		assertThat(drained).isNotDone();
		busy.run();
		busy.sendResponse();
		assertThat(drained).isCompleted();
	}

	@Test
	void drainTouchesAConnectionOnItsOwnEventLoopOnly() {
		TestConnection idle = TestConnection.openedIn(this.connections);
		drain();
		assertThat(idle.channel().isOpen()).isTrue();
		idle.run();
		assertThat(idle.channel().isOpen()).isFalse();
	}

	@Test
	void abortClosesAllAndCountsThem() {
		TestConnection idle = TestConnection.openedIn(this.connections);
		TestConnection busy = TestConnection.openedIn(this.connections);
		TestConnection gone = TestConnection.openedIn(this.connections);
		busy.receiveHead("/");
		gone.channel().close();
		CompletableFuture<Void> drained = drain();
		assertThat(this.connections.abort()).isEqualTo(2);
		assertThat(idle.isOpen()).isFalse();
		assertThat(busy.isOpen()).isFalse();
		assertThat(drained).isCompleted();
		assertThat(this.connections.abort()).isZero();
	}

	private CompletableFuture<Void> drain() {
		return this.connections.drain().toCompletableFuture();
	}

}
