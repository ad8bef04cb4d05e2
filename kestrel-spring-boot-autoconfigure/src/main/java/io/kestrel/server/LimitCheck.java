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

package io.kestrel.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.endpoint.EndpointSetting;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;

/**
 * Finds limits that contradict each other: what must be read whole has to fit into the
 * buffer of requests.
 */
final class LimitCheck {

	static final String GLOBAL = "server.limits.";

	private static final List<Limit<Integer>> PARTS = List.of(Limit.MAX_REQUEST_LINE_SIZE,
			Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE);

	private final ServerLimits global;

	private final Function<Limit<?>, String> keys;

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	private LimitCheck(ServerLimits global, Function<Limit<?>, String> keys) {
		this.global = global;
		this.keys = keys;
	}

	/**
	 * Find contradictions, wherever the limits were set.
	 * @param global the limits of endpoints that have none of their own
	 * @param keys says by which properties those can be changed
	 * @param endpoints the endpoints
	 * @return what is wrong
	 */
	static List<ConfigurationProblem> problems(ServerLimits global, Function<Limit<?>, String> keys,
			List<EndpointSetting> endpoints) {
		LimitCheck check = new LimitCheck(global, keys);
		PARTS.forEach((part) -> check.check(part, LimitOverrides.NONE, ConfigurationKey.of(GLOBAL), GLOBAL));
		for (EndpointSetting endpoint : endpoints) {
			String name = endpoint.key().name();
			String own = name.endsWith(".url") ? name.substring(0, name.length() - 3) + "limits." : name + " limits ";
			for (Limit<Integer> part : PARTS) {
				LimitOverrides limits = endpoint.options().limits();
				if (limits.get(part) != null || limits.get(Limit.MAX_REQUEST_BUFFER_SIZE) != null) {
					check.check(part, limits, endpoint.key(), own);
				}
			}
		}
		return check.problems;
	}

	private void check(Limit<Integer> part, LimitOverrides own, ConfigurationKey where, String prefix) {
		ServerLimits limits = own.applyTo(this.global);
		int buffer = limits.buffers().request();
		int size = (part == Limit.MAX_REQUEST_LINE_SIZE) ? limits.maxRequestLineSize()
				: limits.maxRequestHeadersTotalSize();
		if (buffer == ServerLimits.UNLIMITED || buffer >= size) {
			return;
		}
		String bufferKey = key(Limit.MAX_REQUEST_BUFFER_SIZE, own, prefix);
		String partKey = key(part, own, prefix);
		this.problems.add(new ConfigurationProblem(new ConfigurationKey(bufferKey, where.origin()), buffer + "B",
				"it is less than " + partKey + "=" + size + "B, which has to fit into the buffer",
				"Set " + bufferKey + " to at least " + size + "B or to -1, or lower " + partKey + "."));
	}

	private String key(Limit<?> limit, LimitOverrides own, String prefix) {
		return (own.get(limit) != null) ? prefix + limit.key() : this.keys.apply(limit);
	}

}
