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
import io.kestrel.limits.ServerLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.unit.DataSize;

/**
 * Makes limits of the properties below {@code server.limits} and
 * {@code server.endpoints.<name>.limits}, and collects what is wrong with them.
 */
final class LimitsReader {

	static final String GLOBAL = "server.limits";

	private static final String LINE = ".max-request-line-size";

	private static final String HEADERS = ".max-request-headers-total-size";

	private static final String REQUESTS = ".max-requests-per-connection";

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
		return new LimitOverrides(bodySize(prefix + ".max-request-body-size", limits.maxRequestBodySize()),
				size(prefix + LINE, limits.maxRequestLineSize()),
				size(prefix + HEADERS, limits.maxRequestHeadersTotalSize()),
				count(prefix + ".max-request-header-count", limits.maxRequestHeaderCount()),
				requests(prefix + REQUESTS, limits.maxRequestsPerConnection()));
	}

	/**
	 * Read the properties of Spring Boot that mean the same as ours. They count only
	 * where somebody has set them: their defaults are others.
	 * @param binder gives their values
	 * @param ours what is set below {@code server.limits}
	 * @return what is set
	 */
	LimitOverrides readStock(Binder binder, KestrelServerProperties.Limits ours) {
		String line = "server.netty.max-initial-line-length";
		String headers = "server.max-http-request-header-size";
		String requests = "server.netty.max-keep-alive-requests";
		return new LimitOverrides(null,
				size(line, stock(binder.bind(line, DataSize.class), line, ours.maxRequestLineSize(), LINE)),
				size(headers,
						stock(binder.bind(headers, DataSize.class), headers, ours.maxRequestHeadersTotalSize(),
								HEADERS)),
				null, requests(requests, stock(binder.bind(requests, Integer.class), requests,
						ours.maxRequestsPerConnection(), REQUESTS)));
	}

	private <T> @Nullable T stock(BindResult<T> bound, String name, @Nullable T ours, String ourName) {
		T value = bound.orElse(null);
		if (value != null && ours != null && !value.equals(ours)) {
			this.problems.add(new ConfigurationProblem(this.keys.apply(name), value.toString(),
					"it means the same as " + GLOBAL + ourName + "=" + ours,
					"Remove one of them, or write the same value."));
		}
		return value;
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

	private @Nullable Integer size(String name, @Nullable DataSize size) {
		if (size == null || (size.toBytes() >= 1 && size.toBytes() <= Integer.MAX_VALUE)) {
			return (size != null) ? (int) size.toBytes() : null;
		}
		return refuse(name, size, "it is not within 1 and " + Integer.MAX_VALUE + " bytes",
				"Write a size such as 16KB. This limit can be raised, but not lifted.");
	}

	private @Nullable Integer count(String name, @Nullable Integer count) {
		return (count == null || count >= 1) ? count : refuse(name, count, "it is less than 1",
				"Write a number such as 100. This limit can be raised, but not lifted.");
	}

	private @Nullable Integer requests(String name, @Nullable Integer count) {
		return (count == null || count >= 1 || count == ServerLimits.UNLIMITED) ? count
				: refuse(name, count, "it is less than 1", "Write a number such as 1000, or -1 for no limit.");
	}

	private @Nullable Integer refuse(String name, Object value, String reason, String cure) {
		this.problems.add(new ConfigurationProblem(this.keys.apply(name), value.toString(), reason, cure));
		return null;
	}

	List<ConfigurationProblem> problems() {
		return this.problems;
	}

}
