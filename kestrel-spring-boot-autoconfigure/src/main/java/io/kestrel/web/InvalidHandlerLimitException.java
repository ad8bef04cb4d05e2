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

import java.io.Serial;
import java.util.List;

/**
 * Annotations on handlers that say something impossible about its limits.
 *
 * @since 0.1.0
 */
public final class InvalidHandlerLimitException extends IllegalStateException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final List<String> problems;

	InvalidHandlerLimitException(String problem) {
		this(List.of(problem));
	}

	InvalidHandlerLimitException(List<String> problems) {
		super(String.join(" ", problems));
		this.problems = List.copyOf(problems);
	}

	/**
	 * Return what is wrong.
	 * @return a sentence or two for each handler: what is there, and the cure
	 */
	public List<String> getProblems() {
		return this.problems;
	}

}
