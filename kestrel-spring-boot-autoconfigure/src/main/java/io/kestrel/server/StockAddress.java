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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.kestrel.address.UrlPrefix;
import io.kestrel.address.UrlPrefix.Scheme;
import io.kestrel.binding.Addresses;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.endpoint.AddressSettings.Binding;
import io.kestrel.endpoint.AddressSettings.StockSettings;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.endpoint.EndpointDefaults;
import io.kestrel.endpoint.EndpointOptions;
import io.kestrel.endpoint.SocketOptions;
import io.kestrel.https.HttpsSettings;
import io.kestrel.limits.LimitOverrides;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;

/**
 * Where Spring Boot's own server would listen, and whether anybody asked for that.
 */
final class StockAddress {

	private final AbstractConfigurableWebServerFactory factory;

	private final CapturedServer server;

	private final @Nullable Integer chosenPort;

	private final String portKey;

	/**
	 * Create the address.
	 * @param factory the factory, with what Boot's keys and {@code setPort} say
	 * @param server the server as Spring Boot and its customizers made it
	 * @param chosenPort the port that was set, {@code null} if none was
	 * @param portKey the property that the port comes from
	 */
	StockAddress(AbstractConfigurableWebServerFactory factory, CapturedServer server, @Nullable Integer chosenPort,
			String portKey) {
		this.factory = factory;
		this.server = server;
		this.chosenPort = chosenPort;
		this.portKey = portKey;
	}

	StockSettings settings() {
		List<String> addresses = new ArrayList<>();
		Binding binding = binding();
		if (this.chosenPort != null && binding == Binding.AS_CONFIGURED) {
			addresses.add(this.portKey + "=" + this.chosenPort);
		}
		if (this.factory.getAddress() != null) {
			addresses.add("server.address=" + this.factory.getAddress().getHostAddress());
		}
		if (binding != Binding.NONE && isMovedByCustomizer()) {
			addresses.add("the bind address " + address() + " of a NettyServerCustomizer");
		}
		boolean chosen = this.chosenPort != null || !addresses.isEmpty() || this.server.ssl() != null;
		return new StockSettings(addresses, chosen, isSecure(), this.server.protocolsOfCustomizer(), binding);
	}

	private Binding binding() {
		if (this.chosenPort == null) {
			return Binding.AS_CONFIGURED;
		}
		return switch (this.chosenPort) {
			case -1 -> Binding.NONE;
			case 0 -> Binding.FREE_PORTS;
			default -> Binding.AS_CONFIGURED;
		};
	}

	/*
	 * A customizer can call HttpServer.port. On a server with one address, that address
	 * counts, as it does without us.
	 */
	private boolean isMovedByCustomizer() {
		InetAddress host = this.factory.getAddress();
		int port = this.factory.getPort();
		InetSocketAddress stock = (host != null) ? new InetSocketAddress(host.getHostAddress(), port)
				: new InetSocketAddress(port);
		return !stock.equals(address());
	}

	private @Nullable SocketAddress address() {
		var bindAddress = this.server.template().configuration().bindAddress();
		return (bindAddress != null) ? bindAddress.get() : null;
	}

	private boolean isSecure() {
		return this.server.template().configuration().isSecure();
	}

	/**
	 * Return the address as an endpoint. It is bound as the template says; this is what
	 * the user reads about it.
	 * @param defaults what holds for every endpoint that says nothing else
	 * @return the endpoint
	 */
	Endpoint endpoint(EndpointDefaults defaults) {
		UrlPrefix prefix = new UrlPrefix(isSecure() ? Scheme.HTTPS : Scheme.HTTP, Addresses.of(address()));
		EndpointOptions options = new EndpointOptions(this.server.protocols(), SocketOptions.DEFAULT,
				LimitOverrides.NONE, HttpsSettings.NONE);
		return new Endpoint(null, prefix, options.over(defaults.with(settings()), prefix.isSecure()),
				ConfigurationKey.of(this.portKey));
	}

}
