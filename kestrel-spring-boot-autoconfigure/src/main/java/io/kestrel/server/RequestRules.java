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

import io.kestrel.admission.EndpointAdmission;
import io.kestrel.connection.ConnectionSettings;
import io.kestrel.connection.SharedState;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.http.DecoderLimits;
import io.kestrel.limits.ServerLimits;
import io.kestrel.proxy.AllowedHosts;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the requests of the server, or of one of its endpoints.
 *
 * @param limits the limits
 * @param maxContentSize octets of one piece of a body
 * @param allowedHosts which hosts it answers to
 * @param serverHeader the value of the field Server, {@code null} for none
 * @param shared what all connections of the server share
 */
record RequestRules(ServerLimits limits, int maxContentSize, AllowedHosts allowedHosts, @Nullable String serverHeader,
		SharedState shared) {

	/**
	 * Return the rules of an endpoint.
	 * @param endpoint the endpoint
	 * @return these, with the limits that it has of its own
	 */
	RequestRules of(Endpoint endpoint) {
		return new RequestRules(endpoint.limits().applyTo(this.limits), this.maxContentSize, this.allowedHosts,
				this.serverHeader, this.shared);
	}

	/**
	 * Return what lets the connections of an endpoint in.
	 * @param endpoint the endpoint
	 * @return its admission
	 */
	EndpointAdmission admission(Endpoint endpoint) {
		String name = endpoint.name();
		return this.shared.admission()
			.endpoint((name != null) ? name : endpoint.prefix().toString(), endpoint.toString(),
					endpoint.limits().applyTo(this.limits).connections(), this.shared.refusals());
	}

	/**
	 * Let the limits hold that all endpoints share.
	 */
	void limitConnections() {
		this.shared.admission().limit(this.limits.connections());
	}

	/**
	 * Return what the connections of an endpoint have to know.
	 * @param endpoint the endpoint whose rules these are
	 * @param http1 whether it speaks HTTP/1.x, and not HTTP/2 only
	 * @return the settings
	 */
	ConnectionSettings connectionSettings(Endpoint endpoint, boolean http1) {
		DecoderLimits decoderLimits = new DecoderLimits(this.limits.maxRequestLineSize(),
				this.limits.maxRequestHeadersTotalSize(), this.limits.maxRequestHeaderCount(), this.maxContentSize);
		return new ConnectionSettings(endpoint.toString(), endpoint.name(), this.limits, http1, decoderLimits,
				this.serverHeader, this.shared);
	}

}
