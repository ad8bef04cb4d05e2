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

package io.kestrel.web;

import java.util.HashSet;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.codec.ByteArrayDecoder;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.DecoderHttpMessageReader;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InMemoryLimitReader}.
 */
class InMemoryLimitReaderTests {

	private static final ResolvableType BYTES = ResolvableType.forClass(byte[].class);

	private final HttpMessageReader<byte[]> reader = new InMemoryLimitReader<>(reader(10), new HashSet<>());

	@ParameterizedTest
	@ValueSource(ints = { 9, 10 })
	void bodyWithinTheLimitIsRead(int length) {
		assertThat(read(length).block()).hasSize(length);
		assertThat(readOnServer(length).block()).hasSize(length);
	}

	@Test
	void bodyOverTheLimitNamesTheProperty() {
		assertRefused(read(11));
		assertRefused(readOnServer(11));
	}

	@Test
	void refusalIsExplainedOnce() {
		HttpMessageReader<byte[]> twice = new InMemoryLimitReader<>(this.reader, new HashSet<>());
		assertThatExceptionOfType(InMemoryLimitException.class)
			.isThrownBy(() -> twice.readMono(BYTES, request(11), Map.of()).block())
			.satisfies((ex) -> assertThat(ex.getCause()).isExactlyInstanceOf(DataBufferLimitException.class));
	}

	@Test
	void otherErrorsAreLeftAlone() {
		MockServerHttpRequest request = MockServerHttpRequest.post("/")
			.body(Flux.error(new IllegalStateException("left")));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.reader.readMono(BYTES, request, Map.of()).block())
			.withMessage("left");
	}

	@Test
	void readerReadsWhatItsDelegateReads() {
		assertThat(this.reader.canRead(BYTES, MediaType.APPLICATION_OCTET_STREAM)).isTrue();
		assertThat(this.reader.canRead(ResolvableType.forClass(Integer.class), null)).isFalse();
		assertThat(this.reader.getReadableMediaTypes()).isEqualTo(reader(10).getReadableMediaTypes());
		assertThat(this.reader.getReadableMediaTypes(BYTES)).isEqualTo(reader(10).getReadableMediaTypes(BYTES));
	}

	private static void assertRefused(Mono<byte[]> body) {
		assertThatExceptionOfType(InMemoryLimitException.class).isThrownBy(body::block)
			.withMessageContaining("Exceeded limit on max bytes to buffer")
			.withMessageContaining("set spring.http.codecs.max-in-memory-size (256KB by default) to allow more")
			.satisfies((ex) -> assertThat(
					AnnotatedElementUtils.findMergedAnnotation(ex.getClass(), ResponseStatus.class).code())
				.isEqualTo(HttpStatus.CONTENT_TOO_LARGE));
	}

	private Mono<byte[]> read(int length) {
		return this.reader.readMono(BYTES, request(length), Map.of());
	}

	private Mono<byte[]> readOnServer(int length) {
		return this.reader.readMono(BYTES, BYTES, request(length), new MockServerHttpResponse(), Map.of());
	}

	private static MockServerHttpRequest request(int length) {
		return MockServerHttpRequest.post("/").body("x".repeat(length));
	}

	private static HttpMessageReader<byte[]> reader(int limit) {
		ByteArrayDecoder decoder = new ByteArrayDecoder();
		decoder.setMaxInMemorySize(limit);
		return new DecoderHttpMessageReader<>(decoder);
	}

}
