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

import java.util.List;
import java.util.stream.Collectors;

import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells what is wrong with the configuration: every problem with key, value, origin,
 * reason and cure.
 */
final class InvalidConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationException cause) {
		List<ConfigurationProblem> problems = cause.getProblems();
		String action = (problems.size() == 1) ? problems.get(0).cure()
				: "Follow the cure of each problem. Nothing is bound yet.";
		return new FailureAnalysis(describe(cause), action, cause);
	}

	/**
	 * Describe all problems.
	 * @param exception carries them
	 * @return several lines
	 */
	static String describe(InvalidConfigurationException exception) {
		List<ConfigurationProblem> problems = exception.getProblems();
		String count = (problems.size() == 1) ? "a problem" : problems.size() + " problems";
		return "The configuration of the server has " + count + ":\n\n"
				+ problems.stream()
					.map(InvalidConfigurationFailureAnalyzer::describe)
					.collect(Collectors.joining("\n"));
	}

	private static String describe(ConfigurationProblem problem) {
		String origin = (problem.key().origin() != null) ? "    Origin: " + problem.key().origin() + "\n" : "";
		return "    Property: " + problem.key() + "\n    Value: \"" + problem.value() + "\"\n" + origin + "    Reason: "
				+ problem.reason() + "\n    Cure: " + problem.cure() + "\n";
	}

}
