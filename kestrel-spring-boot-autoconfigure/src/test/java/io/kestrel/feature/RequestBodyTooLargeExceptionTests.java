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

package io.kestrel.feature;

import io.kestrel.limits.BodySizeLimit;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestBodyTooLargeException}.
 */
class RequestBodyTooLargeExceptionTests {

	private static final BodySizeLimit LIMIT = new BodySizeLimit(10, "server.limits.max-request-body-size");

	@Test
	void announcedBodyTellsBothSizes() {
		RequestBodyTooLargeException ex = new RequestBodyTooLargeException(LIMIT, 11, true);
		assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
		assertThat(ex.getBody().getStatus()).isEqualTo(413);
		assertThat(ex.getBody().getDetail()).isEqualTo("The request body of 11 bytes exceeds the limit of 10 bytes");
		assertThat(ex.getLimit()).isEqualTo(10);
		assertThat(ex.getSize()).isEqualTo(11);
		assertThat(ex.getSource()).isEqualTo("server.limits.max-request-body-size");
	}

	@Test
	void bodyOfUnknownLengthTellsWhatHasCome() {
		RequestBodyTooLargeException ex = new RequestBodyTooLargeException(LIMIT, 12, false);
		assertThat(ex.getBody().getDetail())
			.isEqualTo("The request body of at least 12 bytes exceeds the limit of 10 bytes");
		assertThat(ex.getSize()).isEqualTo(12);
	}

	@Test
	void messageForTheOperatorTellsWhatToChange() {
		assertThat(new RequestBodyTooLargeException(LIMIT, 11, true))
			.hasMessage("413 CONTENT_TOO_LARGE:" + " The request body of 11 bytes exceeds the limit of 10 bytes,"
					+ " set by server.limits.max-request-body-size."
					+ " To allow more, raise it there, or for one handler with @RequestSizeLimit.");
	}

	@Test
	void clientDoesNotLearnWhatSetTheLimit() {
		assertThat(new RequestBodyTooLargeException(LIMIT, 11, true).getBody().toString())
			.doesNotContain("server.limits");
	}

	@Test
	void stackTraceIsNotPaidFor() {
		assertThat(new RequestBodyTooLargeException(LIMIT, 11, true).getStackTrace()).isEmpty();
	}

}
