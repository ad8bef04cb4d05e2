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

import java.util.List;
import java.util.stream.Stream;

import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.https.Protocol;

/**
 * All that was said about where to listen, by whomever. {@link EndpointResolver} decides
 * what of it counts.
 *
 * @param urls the URLs of {@code server.urls}, its aliases or {@code urls(...)}
 * @param replaced what {@code urls(...)} took the place of, for messages
 * @param httpPorts ports for clear text on all addresses
 * @param httpsPorts ports for TLS on all addresses
 * @param endpoints endpoints of {@code listen(...)}, then named ones
 * @param defaults what holds for every endpoint that says nothing else
 * @param preferHostingUrls whether URLs win over endpoints
 * @param problems what is known to be wrong already, to be reported with the rest
 * @param stock Spring Boot's own settings, known once its customizers have run
 * @since 0.1.0
 */
public record AddressSettings(ListSetting urls, List<String> replaced, ListSetting httpPorts, ListSetting httpsPorts,
		List<EndpointSetting> endpoints, EndpointDefaults defaults, boolean preferHostingUrls,
		List<ConfigurationProblem> problems, StockSettings stock) {

	public AddressSettings {
		replaced = List.copyOf(replaced);
		endpoints = List.copyOf(endpoints);
		problems = List.copyOf(problems);
	}

	/**
	 * No setting at all.
	 */
	public static final AddressSettings NONE = new AddressSettings(ListSetting.none("server.urls"), List.of(),
			ListSetting.none("server.http-ports"), ListSetting.none("server.https-ports"), List.of(),
			EndpointDefaults.NONE, false, List.of(), StockSettings.NONE);

	/**
	 * Return these settings with Spring Boot's own.
	 * @param stock the settings of Spring Boot itself
	 * @return the settings
	 */
	public AddressSettings withStock(StockSettings stock) {
		return new AddressSettings(this.urls, this.replaced, this.httpPorts, this.httpsPorts, this.endpoints,
				this.defaults, this.preferHostingUrls, this.problems, stock);
	}

	/**
	 * Return these settings with something else that is wrong.
	 * @param more what is known to be wrong, to be reported with the rest
	 * @return the settings
	 */
	public AddressSettings withProblems(List<ConfigurationProblem> more) {
		return new AddressSettings(this.urls, this.replaced, this.httpPorts, this.httpsPorts, this.endpoints,
				this.defaults, this.preferHostingUrls, Stream.concat(this.problems.stream(), more.stream()).toList(),
				this.stock);
	}

	boolean hasUrls() {
		return this.urls.isSet() || hasPorts();
	}

	boolean hasPorts() {
		return this.httpPorts.isSet() || this.httpsPorts.isSet();
	}

	boolean hasEndpoints() {
		return !this.endpoints.isEmpty();
	}

	/**
	 * Return all of our own settings for a message.
	 * @return keys and values
	 */
	public List<String> describeAll() {
		return Stream.of(describeSetUrls(), describePorts(), describeEndpoints()).flatMap(List::stream).toList();
	}

	/**
	 * Return the URLs for a message.
	 * @return key and value, none if no URLs are set
	 */
	public List<String> describeSetUrls() {
		return this.urls.isSet() ? List.of(this.urls.toString()) : List.of();
	}

	List<String> describeUrls() {
		return this.urls.isSet() ? List.of(this.urls.toString()) : describePorts();
	}

	List<String> describePorts() {
		return Stream.of(this.httpPorts, this.httpsPorts)
			.filter(ListSetting::isSet)
			.map(ListSetting::toString)
			.toList();
	}

	List<String> describeEndpoints() {
		return this.endpoints.stream().map((endpoint) -> endpoint.key() + "=" + endpoint.url()).toList();
	}

	/**
	 * Spring Boot's own settings of the listening address.
	 *
	 * @param addresses the address settings that were made, for messages:
	 * {@code server.port=8080} and the like
	 * @param chosen whether any of them, {@code server.ssl} or a call of {@code setPort}
	 * asks for an address
	 * @param secure whether {@code server.ssl} gives a certificate
	 * @param protocols versions of HTTP that a customizer chose, none if none did
	 * @param binding what the port says about all addresses
	 */
	public record StockSettings(List<String> addresses, boolean chosen, boolean secure, List<Protocol> protocols,
			Binding binding) {

		/**
		 * Nothing set.
		 */
		public static final StockSettings NONE = new StockSettings(List.of(), false, false, List.of(),
				Binding.AS_CONFIGURED);

		public StockSettings {
			addresses = List.copyOf(addresses);
			protocols = List.copyOf(protocols);
		}

	}

	/**
	 * What Boot's {@code server.port} says about all addresses.
	 */
	public enum Binding {

		/**
		 * Listen where the settings say.
		 */
		AS_CONFIGURED,

		/**
		 * {@code server.port=0}: every port is one that is free, Unix sockets move to a
		 * temporary file.
		 */
		FREE_PORTS,

		/**
		 * {@code server.port=-1}: listen nowhere.
		 */
		NONE

	}

}
