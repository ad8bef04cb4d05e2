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

import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Takes its time. Stop the server meanwhile: the answer still arrives, if it takes no
 * longer than {@code spring.lifecycle.timeout-per-shutdown-phase}.
 */
@RestController
class SlowController {

	/**
	 * Twice what the server waits at its end by default, so that both ends can be seen.
	 */
	private static final int MAX_SECONDS = 60;

	@GetMapping("/api/slow")
	Mono<SlowAnswer> slow(@RequestParam(defaultValue = "5") int seconds) {
		if (seconds < 0 || seconds > MAX_SECONDS) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"'seconds' must be between 0 and %d but was %d".formatted(MAX_SECONDS, seconds));
		}
		return Mono.delay(Duration.ofSeconds(seconds)).thenReturn(new SlowAnswer(seconds));
	}

	record SlowAnswer(int waitedSeconds) {

	}

}
