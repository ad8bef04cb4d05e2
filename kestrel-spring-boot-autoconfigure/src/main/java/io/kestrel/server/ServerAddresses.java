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

import java.util.List;

import io.kestrel.feature.ServerAddressesFeature;

/**
 * The addresses of one server. The server itself writes them, everybody else reads.
 *
 * @since 0.1.0
 */
public final class ServerAddresses implements ServerAddressesFeature {

	private volatile List<String> addresses = List.of();

	private volatile boolean preferHostingUrls;

	@Override
	public List<String> getAddresses() {
		return this.addresses;
	}

	@Override
	public boolean isPreferHostingUrls() {
		return this.preferHostingUrls;
	}

	/**
	 * Replace the addresses.
	 * @param addresses the URLs, those configured before the start and those bound after
	 */
	public void setAddresses(List<String> addresses) {
		this.addresses = List.copyOf(addresses);
	}

	void setPreferHostingUrls(boolean preferHostingUrls) {
		this.preferHostingUrls = preferHostingUrls;
	}

}
