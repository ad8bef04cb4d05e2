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

package io.kestrel.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections of one thread share an array, and never what is in it.
 */
class SharedWindowTests {

	private static final int CONNECTIONS = 3;

	private static final int REQUESTS = 20;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 100, 1023, 1024, 1025, 5000 })
	void connectionsDoNotMixWhateverThePieces(int most) {
		for (int seed = 0; seed < 10; seed++) {
			Random random = new Random(seed);
			List<Client> clients = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				clients.add(new Client(seed * CONNECTIONS + i));
			}
			boolean more = true;
			while (more) {
				more = false;
				for (Client client : clients) {
					more |= client.send(1 + random.nextInt(most));
				}
			}
			clients.forEach(Client::check);
		}
	}

	private static final class Client {

		private final byte[] octets;

		private final Decoding decoding = new Decoding(DecoderLimits.DEFAULT);

		private int sent;

		private Client(long seed) {
			ValidRequests requests = new ValidRequests(seed);
			StringBuilder all = new StringBuilder();
			for (int i = 0; i < REQUESTS; i++) {
				all.append(requests.next());
			}
			this.octets = Decoding.octets(all.toString());
		}

		private boolean send(int count) {
			int end = Math.min(this.sent + count, this.octets.length);
			this.decoding.receive(Arrays.copyOfRange(this.octets, this.sent, end));
			this.sent = end;
			return end < this.octets.length;
		}

		private void check() {
			assertThat(this.decoding.end()).isEqualTo(Decoding.of(DecoderLimits.DEFAULT, this.octets));
		}

	}

}
