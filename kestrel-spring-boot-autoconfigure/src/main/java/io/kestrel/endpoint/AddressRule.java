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
import java.util.stream.Stream;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.Notice;
import io.kestrel.configuration.Notice.Level;
import io.kestrel.endpoint.AddressSettings.Binding;
import io.kestrel.endpoint.Resolution.Kind;

/**
 * One rule of precedence. {@link EndpointResolver} asks the rules in their order; the
 * first that applies decides alone.
 */
sealed interface AddressRule {

	/**
	 * The rules, strongest first. The last one always applies.
	 */
	List<AddressRule> IN_ORDER = List.of(new NoAddress(), new UrlsOverEndpoints(), new Endpoints(), new Urls(),
			new Ports(), new StockAddress(), new DefaultAddress());

	boolean applies(AddressSettings settings);

	Kind kind();

	/**
	 * Return the endpoints that the rule chooses, not yet parsed.
	 * @param settings the settings
	 * @return the endpoints
	 */
	List<EndpointSetting> endpoints(AddressSettings settings);

	/**
	 * Return what the log should say about settings that this rule overrules.
	 * @param settings the settings
	 * @return the notices
	 */
	List<Notice> notices(AddressSettings settings);

	private static List<EndpointSetting> unnamed(ListSetting setting, String before) {
		return setting.values()
			.stream()
			.map((value) -> new EndpointSetting(null, before + value, value, EndpointOptions.DEFAULT, setting.key()))
			.toList();
	}

	private static List<Notice> overridden(Level level, List<String> losers, String cause, List<String> winners) {
		if (losers.isEmpty()) {
			return List.of();
		}
		return List.of(new Notice(level, "Overriding " + String.join(" and ", losers) + cause + ": listening at "
				+ String.join(", ", winners) + " instead."));
	}

	/**
	 * {@code server.port=-1}: the server listens nowhere.
	 */
	record NoAddress() implements AddressRule {

		@Override
		public boolean applies(AddressSettings settings) {
			return settings.stock().binding() == Binding.NONE;
		}

		@Override
		public Kind kind() {
			return Kind.NOTHING;
		}

		@Override
		public List<EndpointSetting> endpoints(AddressSettings settings) {
			return List.of();
		}

		@Override
		public List<Notice> notices(AddressSettings settings) {
			return List.of(new Notice(Level.INFO, "Listening nowhere, because server.port is -1."));
		}

	}

	/**
	 * URLs and endpoints are set, and the user prefers URLs.
	 */
	record UrlsOverEndpoints() implements AddressRule {

		@Override
		public boolean applies(AddressSettings settings) {
			return settings.preferHostingUrls() && settings.hasUrls() && settings.hasEndpoints();
		}

		@Override
		public Kind kind() {
			return Kind.ENDPOINTS;
		}

		@Override
		public List<EndpointSetting> endpoints(AddressSettings settings) {
			return urlsRule(settings).endpoints(settings);
		}

		@Override
		public List<Notice> notices(AddressSettings settings) {
			List<Notice> notices = new ArrayList<>(overridden(Level.INFO, settings.describeEndpoints(),
					" because server.prefer-hosting-urls is true", settings.describeUrls()));
			notices.addAll(urlsRule(settings).notices(settings));
			return notices;
		}

		private static AddressRule urlsRule(AddressSettings settings) {
			return settings.urls().isSet() ? new Urls() : new Ports();
		}

	}

	/**
	 * Endpoints of {@code listen(...)} and named ones count together, and win over URLs.
	 */
	record Endpoints() implements AddressRule {

		@Override
		public boolean applies(AddressSettings settings) {
			return settings.hasEndpoints();
		}

		@Override
		public Kind kind() {
			return Kind.ENDPOINTS;
		}

		@Override
		public List<EndpointSetting> endpoints(AddressSettings settings) {
			return settings.endpoints();
		}

		@Override
		public List<Notice> notices(AddressSettings settings) {
			List<String> losers = Stream.concat(settings.describeUrls().stream(), settings.stock().addresses().stream())
				.toList();
			return overridden(Level.WARN, losers, "", settings.describeEndpoints());
		}

	}

	/**
	 * URLs win over ports and over Boot's own address.
	 */
	record Urls() implements AddressRule {

		@Override
		public boolean applies(AddressSettings settings) {
			return settings.urls().isSet();
		}

		@Override
		public Kind kind() {
			return Kind.ENDPOINTS;
		}

		@Override
		public List<EndpointSetting> endpoints(AddressSettings settings) {
			return unnamed(settings.urls(), "");
		}

		@Override
		public List<Notice> notices(AddressSettings settings) {
			List<String> losers = Stream.of(settings.replaced(), settings.describePorts(), settings.stock().addresses())
				.flatMap(List::stream)
				.toList();
			return overridden(Level.WARN, losers, "", settings.describeUrls());
		}

	}

	/**
	 * Ports alone stand for all addresses of the machine.
	 */
	record Ports() implements AddressRule {

		@Override
		public boolean applies(AddressSettings settings) {
			return settings.hasPorts();
		}

		@Override
		public Kind kind() {
			return Kind.ENDPOINTS;
		}

		@Override
		public List<EndpointSetting> endpoints(AddressSettings settings) {
			return Stream
				.concat(unnamed(settings.httpPorts(), "http://*:").stream(),
						unnamed(settings.httpsPorts(), "https://*:").stream())
				.toList();
		}

		@Override
		public List<Notice> notices(AddressSettings settings) {
			return overridden(Level.WARN, settings.stock().addresses(), "", settings.describePorts());
		}

	}

	/**
	 * The application says nothing of ours but sets {@code server.port}, {@code
	 * server.address} or {@code server.ssl}: it listens as it did without us.
	 */
	record StockAddress() implements AddressRule {

		@Override
		public boolean applies(AddressSettings settings) {
			return settings.stock().chosen();
		}

		@Override
		public Kind kind() {
			return Kind.STOCK;
		}

		@Override
		public List<EndpointSetting> endpoints(AddressSettings settings) {
			return List.of();
		}

		@Override
		public List<Notice> notices(AddressSettings settings) {
			return List.of();
		}

	}

	/**
	 * Nobody says anything.
	 */
	record DefaultAddress() implements AddressRule {

		@Override
		public boolean applies(AddressSettings settings) {
			return true;
		}

		@Override
		public Kind kind() {
			return Kind.ENDPOINTS;
		}

		@Override
		public List<EndpointSetting> endpoints(AddressSettings settings) {
			return unnamed(new ListSetting(ConfigurationKey.byDefault("server.urls"), urls(settings)), "");
		}

		@Override
		public List<Notice> notices(AddressSettings settings) {
			return List.of(new Notice(Level.DEBUG,
					"No address is configured. Listening at " + String.join(" and ", urls(settings)) + " by default."));
		}

		private static List<String> urls(AddressSettings settings) {
			return settings.defaults().development()
					? List.of(EndpointResolver.DEFAULT_URL, EndpointResolver.DEFAULT_HTTPS_URL)
					: List.of(EndpointResolver.DEFAULT_URL);
		}

	}

}
