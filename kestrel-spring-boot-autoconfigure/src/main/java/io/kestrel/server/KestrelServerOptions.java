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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.kestrel.address.UrlList;
import io.kestrel.address.UrlPrefix;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.endpoint.AddressSettings;
import io.kestrel.endpoint.ListSetting;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;
import io.kestrel.proxy.AllowedHosts;

/**
 * What the server is told: the settings of properties and customizers, immutable. They
 * are validated once, when the server is made.
 *
 * @since 0.1.0
 */
public final class KestrelServerOptions {

	/**
	 * Nothing set.
	 */
	public static final KestrelServerOptions NONE = builder(AddressSettings.NONE, LimitOverrides.NONE).build();

	private final AddressSettings addresses;

	private final LimitOverrides limits;

	private final LimitOverrides stockLimits;

	private final AllowedHosts allowedHosts;

	private KestrelServerOptions(AddressSettings addresses, LimitOverrides limits, LimitOverrides stockLimits,
			AllowedHosts allowedHosts) {
		this.addresses = addresses;
		this.limits = limits;
		this.stockLimits = stockLimits;
		this.allowedHosts = allowedHosts;
	}

	/**
	 * Return the limits of endpoints that have none of their own.
	 * @param changed those that customizers of the {@code HttpServer} changed; they count
	 * for more than Spring Boot's keys and for less than ours
	 * @return the limits
	 */
	public ServerLimits limits(LimitOverrides changed) {
		return this.limits.orElse(changed).orElse(this.stockLimits).applyTo(ServerLimits.DEFAULT);
	}

	/**
	 * Return where a limit of {@link #limits} can be changed: where it was set, if it
	 * was.
	 * @param limit the limit
	 * @param changed those that customizers of the {@code HttpServer} changed
	 * @return the property for messages, of Spring Boot or ours
	 */
	String keyOf(Limit<?> limit, LimitOverrides changed) {
		if (this.limits.get(limit) == null) {
			String stockKey = limit.stockKey();
			if (stockKey != null && this.stockLimits.get(limit) != null) {
				return stockKey;
			}
			if (changed.get(limit) != null) {
				return "a NettyServerCustomizer's " + limit.key();
			}
		}
		return LimitCheck.GLOBAL + limit.key();
	}

	/**
	 * Return the hosts that the server answers to.
	 * @return the hosts, all by default
	 */
	public AllowedHosts allowedHosts() {
		return this.allowedHosts;
	}

	/**
	 * Return what is said about where to listen.
	 * @return the settings
	 */
	public AddressSettings addresses() {
		return this.addresses;
	}

	/**
	 * Return a builder that starts with what is configured.
	 * @param configured the settings of the properties
	 * @param limits the limits of the properties
	 * @return the builder
	 */
	public static Builder builder(AddressSettings configured, LimitOverrides limits) {
		return builder(configured, limits, LimitOverrides.NONE, AllowedHosts.ANY);
	}

	/**
	 * Return a builder that starts with what is configured.
	 * @param configured the settings of the properties
	 * @param limits the limits of the properties
	 * @param stockLimits the limits of Spring Boot's own properties
	 * @param allowedHosts the hosts that the server answers to
	 * @return the builder
	 */
	public static Builder builder(AddressSettings configured, LimitOverrides limits, LimitOverrides stockLimits,
			AllowedHosts allowedHosts) {
		return new Builder(configured, limits, stockLimits, allowedHosts);
	}

	/**
	 * Collects the options.
	 */
	public static final class Builder {

		private final AddressSettings configured;

		private ListSetting urls;

		private List<String> replaced;

		private boolean preferHostingUrls;

		private final List<ListenOptions> listens = new ArrayList<>();

		private final LimitOverrides configuredLimits;

		private final LimitOverrides stockLimits;

		private AllowedHosts allowedHosts;

		private final LimitOptions limits = new LimitOptions("a KestrelServerCustomizer");

		private Builder(AddressSettings configured, LimitOverrides configuredLimits, LimitOverrides stockLimits,
				AllowedHosts allowedHosts) {
			this.configured = configured;
			this.configuredLimits = configuredLimits;
			this.stockLimits = stockLimits;
			this.allowedHosts = allowedHosts;
			this.urls = configured.urls();
			this.replaced = configured.replaced();
			this.preferHostingUrls = configured.preferHostingUrls();
		}

		/**
		 * Listen at these URLs instead of those of {@code server.urls}. As there,
		 * endpoints win over URLs unless {@link #preferHostingUrls(boolean)} says
		 * otherwise.
		 * @param urls the URLs, each of which may hold several separated by semicolons;
		 * none for no URLs
		 * @return this builder
		 */
		public Builder urls(String... urls) {
			List<String> pieces = Arrays.stream(urls).flatMap((text) -> UrlList.splitUrls(text).stream()).toList();
			this.replaced = this.configured.describeSetUrls();
			this.urls = new ListSetting(ConfigurationKey.of("urls(...) of a KestrelServerCustomizer"), pieces);
			return this;
		}

		/**
		 * Set whether URLs win over endpoints where both are configured.
		 * @param preferHostingUrls whether URLs win
		 * @return this builder
		 */
		public Builder preferHostingUrls(boolean preferHostingUrls) {
			this.preferHostingUrls = preferHostingUrls;
			return this;
		}

		/**
		 * Set limits of the whole server. Endpoints may have their own.
		 * @param limits sets them
		 * @return this builder
		 */
		public Builder limits(Consumer<LimitOptions> limits) {
			limits.accept(this.limits);
			return this;
		}

		/**
		 * Answer only requests for these hosts, others with 400. By default what
		 * {@code server.allowed-hosts} says.
		 * @param patterns a host, {@code *.example.org} for all below it, or {@code *};
		 * none for every host
		 * @return this builder
		 * @throws IllegalArgumentException if no host can match a pattern
		 */
		public Builder allowedHosts(String... patterns) {
			this.allowedHosts = AllowedHosts.of(List.of(patterns));
			return this;
		}

		/**
		 * Listen at a host, in addition to named endpoints.
		 * @param host {@code *} for all addresses, {@code localhost} for both loopback
		 * addresses, an IP address (IPv6 in brackets) or a host name
		 * @param port the port, 0 for one that the system picks (not for
		 * {@code localhost})
		 * @return the options of the endpoint
		 */
		public ListenOptions listen(String host, int port) {
			return add("http://" + host + ":" + port, "listen(\"" + host + "\", " + port + ")");
		}

		/**
		 * Listen at an IP address, in addition to named endpoints.
		 * @param address the IP address
		 * @param port the port, 0 for one that the system picks
		 * @return the options of the endpoint
		 */
		public ListenOptions listen(InetAddress address, int port) {
			return add(UrlPrefix.of(UrlPrefix.Scheme.HTTP, address, port).toString(),
					"listen(" + address.getHostAddress() + ", " + port + ")");
		}

		/**
		 * Listen at a Unix domain socket, in addition to named endpoints.
		 * @param socket the absolute path of the socket file
		 * @return the options of the endpoint
		 */
		public ListenOptions listen(Path socket) {
			return add("http://unix:" + socket, "listen(" + socket + ")");
		}

		private ListenOptions add(String url, String call) {
			ListenOptions options = new ListenOptions(url, ConfigurationKey.of(call + " of a KestrelServerCustomizer"));
			this.listens.add(options);
			return options;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public KestrelServerOptions build() {
			var endpoints = Stream
				.concat(this.listens.stream().map(ListenOptions::toSetting), this.configured.endpoints().stream())
				.toList();
			return new KestrelServerOptions(
					new AddressSettings(this.urls, this.replaced, this.configured.httpPorts(),
							this.configured.httpsPorts(), endpoints, this.configured.defaults(), this.preferHostingUrls,
							this.configured.problems(), this.configured.stock()),
					this.limits.build().orElse(this.configuredLimits), this.stockLimits, this.allowedHosts);
		}

	}

}
