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

import io.kestrel.address.EndpointAddress;
import io.kestrel.address.UrlPrefix;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.limits.LimitOverrides;
import org.jspecify.annotations.Nullable;

/**
 * One configured listening place. Resolved: it is certain that the server listens there.
 *
 * @param name name of the endpoint, or {@code null} if it has none
 * @param prefix scheme and address
 * @param options what else is said about it, defaults included
 * @param key where it was written
 * @since 0.1.0
 */
public record Endpoint(@Nullable String name, UrlPrefix prefix, EndpointOptions options, ConfigurationKey key) {

	/**
	 * Return how its socket is made.
	 * @return the options of the socket
	 */
	public SocketOptions socket() {
		return this.options.socket();
	}

	/**
	 * Return its own limits.
	 * @return the limits
	 */
	public LimitOverrides limits() {
		return this.options.limits();
	}

	/**
	 * Return where it listens.
	 * @return the address
	 */
	public EndpointAddress address() {
		return this.prefix.address();
	}

	/**
	 * Return whether TLS is spoken there.
	 * @return whether the scheme is {@code https}
	 */
	public boolean isSecure() {
		return this.prefix.isSecure();
	}

	/**
	 * Return the endpoint at another address.
	 * @param address the address
	 * @return the endpoint
	 */
	public Endpoint withAddress(EndpointAddress address) {
		return new Endpoint(this.name, this.prefix.withAddress(address), this.options, this.key);
	}

	/**
	 * Return the endpoint on a port that is free. An address without a port stays.
	 * @return the endpoint
	 */
	public Endpoint withFreePort() {
		return (address() instanceof EndpointAddress.Port port) ? withAddress(port.withPort(0)) : this;
	}

	/**
	 * Return the URL of the endpoint as configured.
	 */
	@Override
	public String toString() {
		return this.prefix.toString();
	}

}
