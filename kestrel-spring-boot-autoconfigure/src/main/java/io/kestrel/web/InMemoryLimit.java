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

import java.util.Arrays;

import org.springframework.core.io.buffer.DataBufferLimitException;

/**
 * What Spring's codecs limit beside the request body, told apart by the beginnings of
 * their messages: nothing else differs.
 */
enum InMemoryLimit {

	FORM_FIELD("Form field value", "spring.webflux.multipart.max-in-memory-size", "256KB by default"),

	PART_HEADERS("Part headers", "spring.webflux.multipart.max-headers-size", "10KB by default"),

	PART_ON_DISK("Part exceeded the disk usage", "spring.webflux.multipart.max-disk-usage-per-part",
			"unlimited by default"),

	BODY("", "spring.http.codecs.max-in-memory-size", "256KB by default");

	private final String message;

	private final String property;

	private final String value;

	InMemoryLimit(String message, String property, String value) {
		this.message = message;
		this.property = property;
		this.value = value;
	}

	/**
	 * Return the limit that an error speaks of.
	 * @param error the error of a codec
	 * @return the limit
	 */
	static InMemoryLimit of(DataBufferLimitException error) {
		String message = String.valueOf(error.getMessage());
		return Arrays.stream(values()).filter((limit) -> message.startsWith(limit.message)).findFirst().orElse(BODY);
	}

	/**
	 * Return how to allow more.
	 * @return the end of a sentence, without a full stop
	 */
	String cure() {
		return "set " + this.property + " (" + this.value + ") to allow more"
				+ ((this == BODY) ? ", or take the body as Flux<DataBuffer>, which holds nothing"
						: ", or take the parts as Flux<PartEvent>, which holds no files");
	}

}
