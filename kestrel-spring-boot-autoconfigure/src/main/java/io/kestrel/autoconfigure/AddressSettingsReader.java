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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import io.kestrel.address.UrlList;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.endpoint.AddressSettings;
import io.kestrel.endpoint.AddressSettings.Binding;
import io.kestrel.endpoint.AddressSettings.StockSettings;
import io.kestrel.endpoint.EndpointDefaults;
import io.kestrel.endpoint.EndpointOptions;
import io.kestrel.endpoint.EndpointSetting;
import io.kestrel.endpoint.ListSetting;
import io.kestrel.endpoint.SocketOptions;
import io.kestrel.https.HttpsSettings;
import io.kestrel.server.KestrelServerOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Reads the properties about addresses, each together with where it was written.
 */
final class AddressSettingsReader {

	private final KestrelServerProperties properties;

	private final Environment environment;

	private final HttpsReader https = new HttpsReader(this::key);

	AddressSettingsReader(KestrelServerProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
	}

	/**
	 * Return a reader of what the environment says at this moment.
	 * @param environment the environment
	 * @return the reader
	 */
	static AddressSettingsReader of(Environment environment) {
		return new AddressSettingsReader(bind(environment), environment);
	}

	/**
	 * Read what the environment alone says, before there are beans.
	 * @param environment the environment
	 * @return the settings, Spring Boot's own among them
	 */
	static AddressSettings read(Environment environment) {
		Binder binder = Binder.get(environment);
		boolean ssl = binder.bind("server.ssl", Bindable.mapOf(String.class, String.class)).isBound();
		boolean chosen = ssl || environment.containsProperty("server.address");
		return of(environment).read()
			.withStock(new StockSettings(List.of(), chosen, ssl, List.of(), Binding.AS_CONFIGURED));
	}

	AddressSettings read() {
		LimitsReader limits = new LimitsReader(this::key);
		AllowedHostsReader hosts = new AllowedHostsReader(this::key);
		List<EndpointSetting> endpoints = endpoints(limits);
		return new AddressSettings(list("server.urls", this.properties.urls(), UrlList::splitUrls), List.of(),
				list("server.http-ports", this.properties.httpPorts(), UrlList::splitPorts),
				list("server.https-ports", this.properties.httpsPorts(), UrlList::splitPorts), endpoints, defaults(),
				this.properties.preferHostingUrls(), problems(limits, hosts), StockSettings.NONE);
	}

	private ListSetting list(String name, List<String> values, Function<String, List<String>> splitter) {
		return new ListSetting(key(name), values.stream().map(splitter).flatMap(List::stream).toList());
	}

	/**
	 * Begin options with the limits and the allowed hosts of the whole server. What is
	 * wrong with them is among the problems of {@link #read()}.
	 * @param addresses where to listen
	 * @return the options
	 */
	KestrelServerOptions.Builder options(AddressSettings addresses) {
		LimitsReader limits = new LimitsReader(this::key);
		return KestrelServerOptions.builder(addresses, limits.read(LimitsReader.GLOBAL, this.properties.limits()),
				limits.readStock(Binder.get(this.environment), this.properties.limits()),
				new AllowedHostsReader(this::key).read(this.properties.allowedHosts()));
	}

	private static KestrelServerProperties bind(Environment environment) {
		return Binder.get(environment).bindOrCreate("server", KestrelServerProperties.class);
	}

	private List<ConfigurationProblem> problems(LimitsReader limits, AllowedHostsReader hosts) {
		limits.read(LimitsReader.GLOBAL, this.properties.limits());
		limits.readStock(Binder.get(this.environment), this.properties.limits());
		hosts.read(this.properties.allowedHosts());
		return Stream.of(UnknownKeys.find(this.environment), limits.problems(), hosts.problems())
			.flatMap(List::stream)
			.toList();
	}

	private List<EndpointSetting> endpoints(LimitsReader limits) {
		List<EndpointSetting> endpoints = new ArrayList<>();
		for (String name : names()) {
			KestrelServerProperties.Endpoint endpoint = Objects.requireNonNull(this.properties.endpoints().get(name));
			KestrelServerProperties.Socket socket = endpoint.socket();
			String prefix = "server.endpoints." + name;
			EndpointOptions options = new EndpointOptions(endpoint.protocols(),
					new SocketOptions(socket.mode(), socket.owner(), socket.group(), socket.backlog()),
					limits.read(prefix + ".limits", endpoint.limits()),
					this.https.read(prefix, endpoint, endpoint.sni()));
			endpoints.add(new EndpointSetting(name, endpoint.url(), options, key(prefix + ".url")));
		}
		return endpoints;
	}

	private EndpointDefaults defaults() {
		HttpsSettings https = this.https.read("server.endpoint-defaults", this.properties.endpointDefaults(), Map.of());
		boolean http2Disabled = Binder.get(this.environment)
			.bind("server.http2.enabled", Boolean.class)
			.map((enabled) -> !enabled)
			.orElse(false);
		return new EndpointDefaults(this.properties.endpointDefaults().protocols(), https,
				this.https.certificates("server.certificates", this.properties.certificates()),
				DevelopmentMode.isCertificateEnabled(this.environment), http2Disabled);
	}

	/*
	 * An environment variable has neither dashes nor case: SERVER_ENDPOINTS_MYWEB_URL is
	 * about "my-web" too. Spring Boot binds it to both names, with the same values.
	 */
	private Collection<String> names() {
		Map<String, String> names = new LinkedHashMap<>();
		for (String name : this.properties.endpoints().keySet()) {
			names.merge(name.replace("-", "").toLowerCase(Locale.ROOT), name,
					(one, other) -> (other.length() > one.length()) ? other : one);
		}
		return names.values();
	}

	private ConfigurationKey key(String name) {
		ConfigurationProperty property = find(name);
		Origin origin = (property != null) ? property.getOrigin() : null;
		if (origin instanceof PropertySourceOrigin wrapper && wrapper.getOrigin() instanceof AddressAlias alias) {
			return ConfigurationKey.of(alias.toString());
		}
		return new ConfigurationKey(name, (origin != null) ? origin.toString() : null);
	}

	private @Nullable ConfigurationProperty find(String name) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.adapt(name, '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(propertyName);
			if (property == null) {
				property = source.getConfigurationProperty(propertyName.append("[0]"));
			}
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	/**
	 * Return whether {@code server.port} is what {@link AddressEnvironmentPostProcessor}
	 * derived from our own addresses, and nobody's choice.
	 * @return whether it is
	 */
	boolean isPortDerived() {
		ConfigurationProperty port = find("server.port");
		return port != null && AddressEnvironmentPostProcessor.DERIVED_PORT_SOURCE.equals(sourceName(port));
	}

	private static @Nullable String sourceName(ConfigurationProperty property) {
		ConfigurationPropertySource source = property.getSource();
		return (source != null && source.getUnderlyingSource() instanceof PropertySource<?> underlying)
				? underlying.getName() : null;
	}

}
