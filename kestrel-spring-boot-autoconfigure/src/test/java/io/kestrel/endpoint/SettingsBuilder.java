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

package io.kestrel.endpoint;

import java.util.ArrayList;
import java.util.List;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.endpoint.AddressSettings.Binding;
import io.kestrel.endpoint.AddressSettings.StockSettings;
import io.kestrel.https.HttpsSettings;
import io.kestrel.limits.LimitOverrides;

/**
 * Builds {@link AddressSettings} for tests, from nothing set.
 */
final class SettingsBuilder {

	private List<String> urls = List.of();

	private List<String> httpPorts = List.of();

	private List<String> httpsPorts = List.of();

	private final List<EndpointSetting> endpoints = new ArrayList<>();

	private boolean preferHostingUrls;

	private EndpointDefaults defaults = EndpointDefaults.NONE;

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	private final List<String> stockAddresses = new ArrayList<>();

	private boolean chosen;

	private boolean secure;

	private Binding binding = Binding.AS_CONFIGURED;

	SettingsBuilder urls(String... urls) {
		this.urls = List.of(urls);
		return this;
	}

	SettingsBuilder httpPorts(String... ports) {
		this.httpPorts = List.of(ports);
		return this;
	}

	SettingsBuilder httpsPorts(String... ports) {
		this.httpsPorts = List.of(ports);
		return this;
	}

	SettingsBuilder endpoint(String name, String url) {
		return endpoint(name, url, SocketOptions.DEFAULT);
	}

	SettingsBuilder endpoint(String name, String url, SocketOptions socket) {
		this.endpoints.add(new EndpointSetting(name, url,
				new EndpointOptions(List.of(), socket, LimitOverrides.NONE, HttpsSettings.NONE),
				ConfigurationKey.of("server.endpoints." + name + ".url")));
		return this;
	}

	SettingsBuilder listen(String url) {
		this.endpoints.add(new EndpointSetting(null, url, EndpointOptions.DEFAULT,
				ConfigurationKey.of("listen(\"" + url + "\")")));
		return this;
	}

	SettingsBuilder preferHostingUrls() {
		this.preferHostingUrls = true;
		return this;
	}

	SettingsBuilder defaults(EndpointDefaults defaults) {
		this.defaults = defaults;
		return this;
	}

	SettingsBuilder problem(ConfigurationProblem problem) {
		this.problems.add(problem);
		return this;
	}

	SettingsBuilder stock(String address) {
		this.stockAddresses.add(address);
		this.chosen = true;
		return this;
	}

	SettingsBuilder ssl() {
		this.chosen = true;
		return secure();
	}

	SettingsBuilder secure() {
		this.secure = true;
		return this;
	}

	SettingsBuilder binding(Binding binding) {
		this.chosen = true;
		this.binding = binding;
		return this;
	}

	AddressSettings build() {
		return new AddressSettings(list("server.urls", this.urls), List.of(), list("server.http-ports", this.httpPorts),
				list("server.https-ports", this.httpsPorts), this.endpoints, this.defaults, this.preferHostingUrls,
				this.problems,
				new StockSettings(this.stockAddresses, this.chosen, this.secure, List.of(), this.binding));
	}

	private static ListSetting list(String name, List<String> values) {
		return new ListSetting(ConfigurationKey.of(name), values);
	}

	Resolution resolve() {
		return EndpointResolver.resolve(build());
	}

}
