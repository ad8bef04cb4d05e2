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

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a request without a body costs no object of those that hold one back.
 */
class BodilessRequestTests {

	private final TestConnection connection = new TestConnection();

	private final Http1Exchange exchange = speakHttp1();

	private Http1Exchange speakHttp1() {
		HttpConnection opened = new HttpConnection(new Connections(), this.connection.channel(),
				TestConnection.SETTINGS);
		ProtocolSlot.install(this.connection.channel().pipeline(), opened);
		return this.connection.channel().pipeline().get(Http1Handler.class).exchange();
	}

	@Test
	void requestWithoutABodyHasNeitherGateNorBody() {
		for (int i = 0; i < 2; i++) {
			this.connection.receiveRequest("/");
			this.connection.channel().read();
			assertNothingWasMade();
			this.connection.sendResponse();
			assertNothingWasMade();
		}
	}

	private void assertNothingWasMade() {
		assertThat(this.exchange).extracting("gate", "body").containsOnlyNulls();
	}

	@Test
	void requestWithABodyHasBoth() {
		this.connection.receiveHead("/");
		ByteBuf content = this.connection.receive(TestMessages.content("a"));
		assertThat(this.exchange).extracting("gate", "body").doesNotContainNull();
		assertThat(this.connection.seenRequests()).containsExactly("/");
		assertThat(content.refCnt()).isZero();
	}

	/* Another thread asks for the first one just when the second has begun. */
	@Test
	void bodyOfARequestThatIsOverDoesNotTakeThePlaceOfTheNext() {
		for (int i = 0; i < 2; i++) {
			this.connection.receiveRequest("/");
			this.connection.channel().read();
			this.connection.sendResponse();
		}
		RequestBody second = this.exchange.body(2);
		assertThat(this.exchange.body(1)).isNotSameAs(second);
		assertThat(this.exchange.body(2)).isSameAs(second);
		assertThat(this.exchange.knownBody()).isSameAs(second);
		RequestBody third = this.exchange.body(3);
		assertThat(this.exchange.body(3)).isSameAs(third).isNotSameAs(second);
	}

}
