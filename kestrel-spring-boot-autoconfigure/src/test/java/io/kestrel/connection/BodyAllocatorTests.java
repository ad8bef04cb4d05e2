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
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyAllocator}.
 */
class BodyAllocatorTests {

	private final ByteBufAllocator allocator = BodyAllocator.of(ByteBufAllocator.DEFAULT);

	@ParameterizedTest
	@CsvSource({ "0, true", "1, true", "4095, true", "4096, true", "4097, false" })
	void shortBodiesAreArrays(int capacity, boolean array) {
		ByteBuf body = this.allocator.buffer(capacity);
		try {
			assertThat(body.isDirect()).isNotEqualTo(array);
			assertThat(body.capacity()).isGreaterThanOrEqualTo(capacity);
		}
		finally {
			body.release();
		}
	}

	@Test
	void bodyGrows() {
		ByteBuf body = this.allocator.buffer(16).writeZero(100_000);
		assertThat(body.readableBytes()).isEqualTo(100_000);
		assertThat(body.release()).isTrue();
	}

	@Test
	void allocatorOfTheApplicationIsLeftAlone() {
		assertThat(BodyAllocator.of(UnpooledByteBufAllocator.DEFAULT)).isSameAs(UnpooledByteBufAllocator.DEFAULT);
	}

}
