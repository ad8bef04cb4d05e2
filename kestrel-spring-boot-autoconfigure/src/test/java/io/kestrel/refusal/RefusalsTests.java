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

package io.kestrel.refusal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Refusals}, {@link Refusal} and {@link Sampler}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusalsTests {

	private static final String ENDPOINT = "http://localhost:5000";

	private static final InetSocketAddress CLIENT = InetSocketAddress.createUnresolved("192.0.2.1", 4711);

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final Refusals refusals = new Refusals();

	@Test
	void lineNamesReasonSectionAndProperty(CapturedOutput output) {
		this.refusals.record(Refusal.TOO_MANY_HEADERS, ENDPOINT, CLIENT, 0);
		assertThat(output.getOut()).contains("Request refused on http://localhost:5000, client ")
			.contains("192.0.2.1")
			.contains(" with 431: too many fields (RFC 6585 5); see server.limits.max-request-header-count");
	}

	@Test
	void lineWorksWithoutClientPropertyAndStatus(CapturedOutput output) {
		this.refusals.record(Refusal.MISSING_HOST, ENDPOINT, null, 0);
		this.refusals.record(Refusal.HTTP2_NOT_SPOKEN, ENDPOINT, null, 0);
		assertThat(output.getOut().lines())
			.anySatisfy((line) -> assertThat(line)
				.endsWith("on http://localhost:5000 with 400: HTTP/1.1 without Host (RFC 9112 3.2)"))
			.anySatisfy((line) -> assertThat(line).contains("on http://localhost:5000: HTTP/2 with prior knowledge"));
	}

	@Test
	void thereIsOneLineForAReasonAndMinute(CapturedOutput output) {
		long start = Long.MAX_VALUE - 5; // nanoTime may overflow at any time
		this.refusals.record(Refusal.MISSING_HOST, ENDPOINT, CLIENT, start);
		this.refusals.record(Refusal.MISSING_HOST, ENDPOINT, CLIENT, start + 1);
		this.refusals.record(Refusal.MISSING_HOST, ENDPOINT, CLIENT, start + MINUTE - 1);
		assertThat(lines(output)).hasSize(1);
		this.refusals.record(Refusal.INVALID_HOST, ENDPOINT, CLIENT, start + MINUTE - 1);
		assertThat(lines(output)).hasSize(2);
		this.refusals.record(Refusal.MISSING_HOST, ENDPOINT, CLIENT, start + MINUTE);
		assertThat(lines(output)).hasSize(3).last().asString().endsWith("; 2 more for this reason since the last line");
		this.refusals.record(Refusal.MISSING_HOST, ENDPOINT, CLIENT, start + 2 * MINUTE);
		assertThat(lines(output)).hasSize(4).last().asString().doesNotContain("more for this reason");
	}

	@Test
	void countsAndListenersHaveAllOfThem() {
		List<String> heard = new ArrayList<>();
		this.refusals.addListener((refusal, endpoint) -> heard.add(refusal + " " + endpoint));
		assertThat(this.refusals.counts()).isEmpty();
		this.refusals.record(Refusal.MISSING_HOST, ENDPOINT, CLIENT, 0);
		this.refusals.record(Refusal.MISSING_HOST, ENDPOINT, CLIENT, 1);
		this.refusals.record(Refusal.FOLDED_LINE, "other", null, 2);
		assertThat(this.refusals.count(Refusal.MISSING_HOST)).isEqualTo(2);
		assertThat(this.refusals.count(Refusal.INVALID_HOST)).isZero();
		assertThat(this.refusals.counts()).isEqualTo(Map.of(Refusal.MISSING_HOST, 2L, Refusal.FOLDED_LINE, 1L));
		assertThat(heard).containsExactly("MISSING_HOST " + ENDPOINT, "MISSING_HOST " + ENDPOINT, "FOLDED_LINE other");
	}

	@ParameterizedTest
	@EnumSource
	void reasonSaysWhatIsWrongWhereItStandsAndWhatWouldChangeIt(Refusal refusal) {
		assertThat(refusal.text()).isNotBlank().doesNotEndWith(".");
		assertThat(refusal.section()).matches("RFC \\d{4} \\d+(\\.\\d+)*");
		if (refusal.status() == 0 && refusal.section().startsWith("RFC 9113")) {
			// A rule of HTTP/2, of which few can be changed.
			return;
		}
		// Those with a status of its own have a limit that can be raised.
		assertThat(refusal.property() != null)
			.isEqualTo(List.of(0, 408, 413, 414, 421, 431, 503).contains(refusal.status())
					|| refusal == Refusal.CHUNK_EXTENSIONS_TOO_LONG || refusal == Refusal.HOST_NOT_ALLOWED
					|| refusal == Refusal.HTTP1_NOT_SPOKEN);
	}

	@Test
	void reasonsAreDifferent() {
		assertThat(Arrays.stream(Refusal.values()).map(Refusal::text)).doesNotHaveDuplicates();
	}

	private static List<String> lines(CapturedOutput output) {
		Pattern line = Pattern.compile("Request refused");
		return output.getOut().lines().filter(line.asPredicate()).toList();
	}

}
