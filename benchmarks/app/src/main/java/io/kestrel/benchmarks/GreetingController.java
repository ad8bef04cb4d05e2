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

package io.kestrel.benchmarks;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives the answers that all servers of the comparison give, byte for byte.
 */
@RestController
class GreetingController {

	private static final String GREETING = "Hello, World!";

	@GetMapping(path = "/plaintext", produces = MediaType.TEXT_PLAIN_VALUE)
	String plaintext() {
		return GREETING;
	}

	@GetMapping("/json")
	Greeting json() {
		return new Greeting(GREETING);
	}

	/*
	 * An array and not an object: reading JSON would take longer than all that differs
	 * between two servers.
	 */
	@PostMapping(path = "/length", produces = MediaType.TEXT_PLAIN_VALUE)
	String length(@RequestBody byte[] body) {
		return String.valueOf(body.length);
	}

	/**
	 * What the JSON endpoint answers.
	 *
	 * @param message the greeting
	 */
	record Greeting(String message) {

	}

}
