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
import java.util.Set;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * Finds keys below {@code server.endpoints} and {@code server.limits} that nobody knows.
 * Elsewhere below {@code server} unknown keys are Spring Boot's or somebody else's.
 */
final class UnknownKeys {

	private UnknownKeys() {
	}

	/**
	 * Find them.
	 * @param environment the environment
	 * @return one problem for each key
	 */
	static List<ConfigurationProblem> find(Environment environment) {
		List<ConfigurationProblem> problems = new ArrayList<>();
		problems.addAll(find(environment, "server.endpoints",
				Bindable.mapOf(String.class, KestrelServerProperties.Endpoint.class), "an endpoint has no such key",
				"Write one of url, socket.mode, socket.owner, socket.group, socket.backlog,"
						+ " limits.max-request-body-size after the endpoint's name."));
		problems.addAll(find(environment, "server.limits", Bindable.of(KestrelServerProperties.Limits.class),
				"there is no such limit", "Write max-request-body-size."));
		return problems;
	}

	private static List<ConfigurationProblem> find(Environment environment, String prefix, Bindable<?> type,
			String reason, String cure) {
		BindHandler handler = new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter());
		try {
			Binder.get(environment).bind(prefix, type, handler);
			return List.of();
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				return problems(unbound.getUnboundProperties(), reason, cure);
			}
			throw ex;
		}
	}

	private static List<ConfigurationProblem> problems(Set<ConfigurationProperty> properties, String reason,
			String cure) {
		return properties.stream()
			.map((property) -> new ConfigurationProblem(
					new ConfigurationKey(property.getName().toString(), String.valueOf(property.getOrigin())),
					String.valueOf(property.getValue()), reason, cure))
			.toList();
	}

}
