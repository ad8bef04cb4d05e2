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

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.kestrel.feature.ConnectionFeature;
import io.kestrel.feature.RequestFeature;
import io.kestrel.feature.TlsHandshakeFeature;
import io.kestrel.limits.ServerLimits;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionHandle}, as found by its connection.
 */
class ConnectionHandleTests {

	private static final InetSocketAddress TCP = new InetSocketAddress("127.0.0.1", 5000);

	static final List<Arguments> ADDRESSES = List.of(Arguments.of(TCP, TCP, TCP),
			Arguments.of(new DomainSocketAddress("/run/s"), null, UnixDomainSocketAddress.of("/run/s")),
			Arguments.of(new DomainSocketAddress(""), null, null),
			Arguments.of(UnixDomainSocketAddress.of("/run/s"), null, UnixDomainSocketAddress.of("/run/s")),
			Arguments.of(UnixDomainSocketAddress.of(Path.of("")), null, null), Arguments.of(null, null, null));

	private final AddressedChannel channel = new AddressedChannel();

	private final HttpConnection connection = new HttpConnection(new Connections(), this.channel,
			TestConnection.settings(ServerLimits.DEFAULT, "public"));

	private ConnectionFeature feature() {
		return this.connection.find(ConnectionFeature.class).orElseThrow();
	}

	@Test
	void everyRequestGetsTheSameOne() {
		assertThat(feature()).isSameAs(feature());
		assertThat(feature().getEndpointName()).isEqualTo("public");
		assertThat(feature().getId()).hasSize(13).hasToString(feature().toString());
	}

	@Test
	void idsAreInTheOrderOfTheConnectionsHoweverTheyAreAsked() {
		HttpConnection later = new HttpConnection(new Connections(), new EmbeddedChannel(), TestConnection.SETTINGS);
		String laterId = later.find(ConnectionFeature.class).orElseThrow().getId();
		assertThat(feature().getId()).isLessThan(laterId);
	}

	@Test
	void onlyItsOwnTypesAreFound() {
		assertThat(this.connection.find(RequestFeature.class)).isEmpty();
		assertThat(this.connection.find(Object.class)).isEmpty();
		assertThat(this.connection.find(TlsHandshakeFeature.class)).as("no TLS").isEmpty();
	}

	@ParameterizedTest
	@FieldSource("ADDRESSES")
	void addressesAreThoseOfTheJdk(@Nullable SocketAddress address, @Nullable SocketAddress local,
			@Nullable SocketAddress remote) {
		this.channel.address = address;
		assertThat(feature().getLocalAddress()).isEqualTo(local);
		assertThat(feature().getRemoteAddress()).isEqualTo(remote);
	}

	@Test
	void addressesStayWhenTheConnectionIsGone() {
		this.channel.address = TCP;
		ConnectionFeature feature = feature();
		this.channel.close();
		this.channel.address = null;
		assertThat(feature.getRemoteAddress()).isEqualTo(TCP);
	}

	@Test
	void everySubscriberLearnsOfTheEndOnce() {
		List<String> ended = new ArrayList<>();
		feature().closed().subscribe((none) -> {
		}, (error) -> ended.add("error"), () -> ended.add("first"));
		feature().closed().subscribe((none) -> {
		}, (error) -> ended.add("error"), () -> ended.add("second"));
		assertThat(ended).isEmpty();
		this.channel.close();
		assertThat(ended).containsExactly("first", "second");
		StepVerifier.create(feature().closed()).verifyComplete();
	}

	@Test
	void endIsKnownWhereNobodyAskedBefore() {
		this.channel.close();
		StepVerifier.create(feature().closed()).verifyComplete();
	}

	@Test
	void subscribersThatLeaveAreForgottenAndChangeNothing() {
		for (int i = 0; i < 1000; i++) {
			Disposable subscription = feature().closed().subscribe();
			subscription.dispose();
		}
		assertThat(Scannable.from(feature().closed()).inners()).isEmpty();
		assertThat(this.channel.closeFuture().isDone()).isFalse();
		feature().closed().subscribe();
		assertThat(Scannable.from(feature().closed()).inners()).hasSize(1);
	}

	@Test
	void abortOnTheEventLoopClosesAtOnceAndAgainDoesNothing() {
		ConnectionFeature feature = feature();
		feature.abort();
		assertThat(this.channel.isOpen()).isFalse();
		feature.abort();
		this.channel.runPendingTasks();
		this.channel.checkException();
	}

	private static final class AddressedChannel extends EmbeddedChannel {

		private @Nullable SocketAddress address;

		@Override
		public SocketAddress localAddress() {
			return this.address;
		}

		@Override
		public SocketAddress remoteAddress() {
			return this.address;
		}

	}

}
