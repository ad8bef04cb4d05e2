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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.LimitOverrides;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Makes limits of the properties below {@code server.limits} and
 * {@code server.endpoints.<name>.limits}, and collects what is wrong with them.
 */
final class LimitsReader {

	private final Function<String, ConfigurationKey> keys;

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	/**
	 * Create a reader.
	 * @param keys gives the key of a property, with its origin
	 */
	LimitsReader(Function<String, ConfigurationKey> keys) {
		this.keys = keys;
	}

	/**
	 * Read limits.
	 * @param prefix the name of the group of properties
	 * @param limits the properties
	 * @return what is set
	 */
	LimitOverrides read(String prefix, KestrelServerProperties.Limits limits) {
		return new LimitOverrides(bodySize(prefix + ".max-request-body-size", limits.maxRequestBodySize()));
	}

	private @Nullable BodySizeLimit bodySize(String name, @Nullable DataSize size) {
		if (size == null) {
			return null;
		}
		if (size.toBytes() < BodySizeLimit.UNLIMITED) {
			this.problems.add(new ConfigurationProblem(this.keys.apply(name), size.toString(), "a size is not negative",
					"Write a size such as 30MB, 0 for no body at all, or -1 for no limit."));
			return null;
		}
		return new BodySizeLimit(size.toBytes(), name);
	}

	List<ConfigurationProblem> problems() {
		return this.problems;
	}

}
