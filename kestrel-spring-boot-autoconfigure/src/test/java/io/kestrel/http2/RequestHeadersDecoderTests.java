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

import io.kestrel.limits.ServerLimits;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestHeadersDecoder}.
 */
class RequestHeadersDecoderTests {

	private final RequestHeadersDecoder decoder = new RequestHeadersDecoder(FieldLimits.of(ServerLimits.DEFAULT));

	@BeforeEach
	void announce() throws Http2Exception {
		// As Netty does with the settings of the server.
		this.decoder.maxHeaderTableSize(4096);
	}

	private CharSequence method(String hex) throws Http2Exception {
		return this.decoder.decodeHeaders(1, Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex))).method();
	}

	@ParameterizedTest
	@ValueSource(strings = { "82", "2082", "3fe11f82", "203fe11f82", "2e3e82", "3f0082" })
	void twoChangesOfTheTablePass(String hex) throws Exception {
		assertThat(method(hex)).hasToString("GET");
	}

	@ParameterizedTest
	@ValueSource(strings = { "20202082", "203fe11f2082", "3fe11f203fe11f82", "202020" })
	void thirdOneEndsTheConnection(String hex) {
		assertThatExceptionOfType(Http2Exception.class).isThrownBy(() -> method(hex))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(Http2Error.COMPRESSION_ERROR))
			.withMessageContaining("More than 2 changes");
	}

	/* Its own error, whatever it is, and no reading past the end. */
	@ParameterizedTest
	@ValueSource(strings = { "3f", "3fe1", "203f", "2020" })
	void whatIsCutOffIsLeftToNetty(String hex) {
		try {
			assertThat(method(hex)).isNull();
		}
		catch (Http2Exception ex) {
			assertThat(ex).hasMessageNotContaining("More than 2 changes");
		}
	}

	/* An octet that looks like a change, in the value of a field. */
	@Test
	void valuesAreNoChanges() throws Exception {
		assertThat(method("82" + "000161" + "06202020202020")).hasToString("GET");
	}

}
