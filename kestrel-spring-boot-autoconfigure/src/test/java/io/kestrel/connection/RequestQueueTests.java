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

import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestQueue}.
 */
class RequestQueueTests {

	private final RequestQueue queue = new RequestQueue();

	@Test
	void queueThatWasNeverUsedIsEmpty() {
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.requests()).isZero();
		assertThat(this.queue.poll()).isNull();
		this.queue.release();
		assertThat(this.queue.isEmpty()).isTrue();
	}

	@Test
	void messagesComeOutInOrderAndHeadsAreCounted() {
		HttpRequest first = TestMessages.head("/1");
		DefaultHttpContent content = TestMessages.content("abc");
		HttpRequest second = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/2");
		this.queue.add(first);
		this.queue.add(content);
		this.queue.add(LastHttpContent.EMPTY_LAST_CONTENT);
		this.queue.add(second);
		assertThat(this.queue.requests()).isEqualTo(2);
		assertThat(this.queue.poll()).isSameAs(first);
		assertThat(this.queue.requests()).isOne();
		assertThat(this.queue.poll()).isSameAs(content);
		assertThat(this.queue.poll()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.queue.isEmpty()).isFalse();
		assertThat(this.queue.poll()).isSameAs(second);
		assertThat(this.queue.requests()).isZero();
		assertThat(this.queue.isEmpty()).isTrue();
		content.release();
	}

	@Test
	void releaseEmptiesAndReleases() {
		DefaultHttpContent content = TestMessages.content("abc");
		this.queue.add(TestMessages.head("/"));
		this.queue.add(content);
		this.queue.release();
		assertThat(content.refCnt()).isZero();
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.requests()).isZero();
	}

}
