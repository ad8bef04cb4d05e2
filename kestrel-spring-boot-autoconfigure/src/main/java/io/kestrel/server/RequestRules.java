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

import io.kestrel.connection.ConnectionSettings;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.http.DecoderLimits;
import io.kestrel.limits.ServerLimits;
import io.kestrel.proxy.AllowedHosts;
import io.kestrel.refusal.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the requests of the server, or of one of its endpoints.
 *
 * @param limits the limits
 * @param maxContentSize octets of one piece of a body
 * @param allowedHosts which hosts it answers to
 * @param serverHeader the value of the field Server, {@code null} for none
 * @param refusals counts and logs the requests that are refused
 */
record RequestRules(ServerLimits limits, int maxContentSize, AllowedHosts allowedHosts, @Nullable String serverHeader,
		Refusals refusals) {

	/**
	 * Return the rules of an endpoint.
	 * @param endpoint the endpoint
	 * @return these, with the limits that it has of its own
	 */
	RequestRules of(Endpoint endpoint) {
		return new RequestRules(endpoint.limits().applyTo(this.limits), this.maxContentSize, this.allowedHosts,
				this.serverHeader, this.refusals);
	}

	/**
	 * Return what the connections of an endpoint have to know.
	 * @param endpoint the endpoint whose rules these are
	 * @return the settings
	 */
	ConnectionSettings connectionSettings(Endpoint endpoint) {
		DecoderLimits decoderLimits = new DecoderLimits(this.limits.maxRequestLineSize(),
				this.limits.maxRequestHeadersTotalSize(), this.limits.maxRequestHeaderCount(), this.maxContentSize);
		return new ConnectionSettings(endpoint.toString(), endpoint.name(), this.limits, decoderLimits,
				this.serverHeader, this.refusals);
	}

}
