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

package io.kestrel.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with several things that do not depend on each other, so that
 * all of it is told at once.
 */
final class Problems {

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	<T> @Nullable T collect(Supplier<T> step) {
		try {
			return step.get();
		}
		catch (InvalidConfigurationException ex) {
			this.problems.addAll(ex.getProblems());
			return null;
		}
	}

	void throwIfAny() {
		if (!this.problems.isEmpty()) {
			throw new InvalidConfigurationException(this.problems);
		}
	}

}
