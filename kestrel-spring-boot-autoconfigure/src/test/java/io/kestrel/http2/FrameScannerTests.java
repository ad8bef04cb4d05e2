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

package io.kestrel.http2;

import java.util.HexFormat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameScanner}, in every split of the octets.
 */
class FrameScannerTests {

	private static final String SETTINGS = "000000" + "04" + "00" + "00000000";

	private static final String DATA = "000005" + "00" + "01" + "00000001" + "0102030405";

	private static final String HEAD = "000001" + "01" + "04" + "00000001" + "82";

	private static final String PART = "000001" + "01" + "00" + "00000003" + "82";

	private static final String MORE = "000001" + "09" + "00" + "00000003" + "86";

	private static final String END = "000000" + "09" + "04" + "00000003";

	@ParameterizedTest
	@CsvSource({ SETTINGS + ", 1, 0", DATA + ", 1, 0", HEAD + ", 1, 0", PART + ", 1, 1", PART + MORE + ", 2, 1",
			PART + MORE + END + ", 3, 0", SETTINGS + HEAD + DATA + ", 3, 0", HEAD + PART + ", 2, 2",
			PART + END + PART + ", 3, 2", HEAD + PART + END + DATA + ", 4, 0" })
	void framesInEverySplit(String hex, int frames, int openHead) {
		byte[] octets = HexFormat.of().parseHex(hex);
		for (int split = 0; split <= octets.length; split++) {
			FrameScanner scanner = new FrameScanner();
			ByteBuf input = Unpooled.buffer();
			input.writeBytes(octets, 0, split);
			scanner.scan(input);
			// As Netty's reader, which takes the header of a frame before the rest.
			int read = (input.readableBytes() >= 9) ? 9 : 0;
			input.skipBytes(read);
			scanner.read(read);
			input.discardReadBytes();
			input.writeBytes(octets, split, octets.length - split);
			scanner.scan(input);
			assertThat(scanner.frames()).as("split at " + split).isEqualTo(frames);
			assertThat(scanner.openHead()).as("split at " + split).isEqualTo(openHead);
		}
	}

	@Test
	void frameCountsWhenItIsWhole() {
		FrameScanner scanner = new FrameScanner();
		byte[] octets = HexFormat.of().parseHex(DATA);
		ByteBuf input = Unpooled.buffer();
		for (int i = 0; i < octets.length - 1; i++) {
			input.writeByte(octets[i]);
			scanner.scan(input);
			assertThat(scanner.frames()).isZero();
		}
		input.writeByte(octets[octets.length - 1]);
		scanner.scan(input);
		assertThat(scanner.frames()).isOne();
	}

}
