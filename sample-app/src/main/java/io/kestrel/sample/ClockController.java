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

package io.kestrel.sample;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The time of the server, each second, as server-sent events.
 */
@RestController
class ClockController {

	private final ShutdownSignal shutdown;

	ClockController(ShutdownSignal shutdown) {
		this.shutdown = shutdown;
	}

	@GetMapping(path = "/api/clock", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Tick> clock() {
		return Flux.interval(Duration.ZERO, Duration.ofSeconds(1))
			.onBackpressureDrop()
			.map((number) -> new Tick(number, OffsetDateTime.now().truncatedTo(ChronoUnit.MILLIS)))
			.takeUntilOther(this.shutdown.received());
	}

	record Tick(long number, OffsetDateTime time) {

	}

}
