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

import io.kestrel.admission.EndpointAdmission.Entry;
import io.kestrel.limits.ConnectionLimits;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;
import io.kestrel.refusal.Refusals;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Permit} and {@link EndpointAdmission}.
 */
class PermitTests {

	private final ServerAdmission server = new ServerAdmission();

	private final EndpointAdmission endpoint = this.server.endpoint("web", "web",
			LimitOverrides.NONE.with(Limit.MAX_CONCURRENT_CONNECTIONS, 1)
				.with(Limit.MAX_CONCURRENT_UPGRADED_CONNECTIONS, 1)
				.applyTo(ServerLimits.DEFAULT)
				.connections(),
			new Refusals());

	private final EmbeddedChannel connection = new EmbeddedChannel();

	private Permit permit;

	@BeforeEach
	void enter() {
		this.server.limit(ConnectionLimits.DEFAULT);
		assertThat(this.endpoint.enter(this.connection)).isEqualTo(Entry.IN);
		this.permit = Permit.of(this.connection);
	}

	@Test
	void endGivesAllBack() {
		assertThat(this.permit.reserveUpgrade()).isTrue();
		this.connection.close();
		assertNothingCounted();
	}

	@Test
	void upgradedConnectionLeavesTheOthers() {
		this.permit.reserveUpgrade();
		this.permit.upgrade();
		assertThat(this.server.connections()).isZero();
		assertThat(this.server.upgraded()).isEqualTo(1);
		EmbeddedChannel other = new EmbeddedChannel();
		assertThat(this.endpoint.enter(other)).isEqualTo(Entry.IN);
		assertThat(Permit.of(other).reserveUpgrade()).isFalse();
		other.close();
		this.connection.close();
		assertNothingCounted();
	}

	@Test
	void applicationThatAnswersAfterTheEndChangesNoCount() {
		this.permit.reserveUpgrade();
		this.connection.close();
		this.permit.upgrade();
		this.permit.cancelUpgrade();
		assertNothingCounted();
		assertThat(this.permit.reserveUpgrade()).as("nobody hears of a refusal").isTrue();
		this.permit.upgrade();
		assertNothingCounted();
	}

	@Test
	void cancelledUpgradeIsGivenBackOnce() {
		this.permit.reserveUpgrade();
		this.permit.cancelUpgrade();
		this.permit.cancelUpgrade();
		assertThat(this.server.upgraded()).isZero();
		this.connection.close();
		assertNothingCounted();
	}

	@Test
	void fullEndpointTakesNoPlaceOfTheServer() {
		assertThat(this.endpoint.enter(new EmbeddedChannel())).isEqualTo(Entry.ENDPOINT_FULL);
		assertThat(this.server.connections()).isEqualTo(1);
		this.server.limit(LimitOverrides.NONE.with(Limit.MAX_CONCURRENT_CONNECTIONS, 1)
			.applyTo(ServerLimits.DEFAULT)
			.connections());
		assertThat(this.endpoint.enter(new EmbeddedChannel())).isEqualTo(Entry.SERVER_FULL);
		this.connection.close();
		assertNothingCounted();
	}

	private void assertNothingCounted() {
		assertThat(AdmissionCounts.nonZero(this.server)).isEmpty();
	}

}
