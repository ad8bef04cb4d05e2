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

package io.kestrel.autoconfigure;

import java.util.stream.Collectors;

import io.kestrel.web.InvalidHandlerLimitException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells which handlers have impossible limits.
 */
final class InvalidHandlerLimitFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHandlerLimitException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidHandlerLimitException cause) {
		String description = "The limits on handlers are not possible:\n\n" + cause.getProblems()
			.stream()
			.map((problem) -> "    " + problem + "\n")
			.collect(Collectors.joining("\n"));
		return new FailureAnalysis(description, "Correct the annotations named above.", cause);
	}

}
