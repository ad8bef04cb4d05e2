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

package io.kestrel.handshake;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientRecords}.
 */
class ClientRecordsTests {

	private static final String HELLO = "1603010003010203";

	private static final String CHANGE = "140303000101";

	private static final String FINISHED = "16030300021614";

	private static final String DATA = "17030300051603030001";

	@ParameterizedTest
	@CsvSource({ "16030100010115030300020230, 48", "15030300020230, 48",
			"150303001302300000000000000000000000000000000000, -1", "1603010001011703030002022a, -1" })
	void alertInClearIsSeen(String hex, int alert) {
		ClientRecords records = new ClientRecords();
		for (byte next : ByteBufUtil.decodeHexDump(hex)) {
			records.follow(Unpooled.wrappedBuffer(new byte[] { next }));
		}
		assertThat(records.alert()).isEqualTo(alert);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			H, false
			HH, false
			HHHCF, false
			HHHCFD, false
			HCFDDD, false
			HCFH, true
			HHHCFDDH, true
			HCFDCF, true
			HCH, false
			HCDDD, false
			""")
	void secondHandshakeIsSeen(String flow, boolean renegotiation) {
		byte[] bytes = ByteBufUtil.decodeHexDump(flow.replace("C", "c")
			.replace("D", "d")
			.replace("F", FINISHED)
			.replace("H", HELLO)
			.replace("c", CHANGE)
			.replace("d", DATA));
		for (int size = 1; size <= bytes.length; size++) {
			ClientRecords records = new ClientRecords();
			for (int start = 0; start < bytes.length; start += size) {
				records.follow(Unpooled.wrappedBuffer(bytes, start, Math.min(size, bytes.length - start)));
			}
			assertThat(records.isRenegotiation()).as("in pieces of " + size).isEqualTo(renegotiation);
		}
	}

}
