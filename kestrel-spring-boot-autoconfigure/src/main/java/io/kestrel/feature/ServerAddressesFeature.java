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

package io.kestrel.feature;

import java.util.List;

/**
 * Where the server listens, as a bean. Counterpart of {@code IServerAddressesFeature} of
 * ASP.NET Core; here the list can't be changed, since addresses are configured by
 * properties and customizers.
 *
 * @since 0.1.0
 */
public interface ServerAddressesFeature extends ServerFeature {

	/**
	 * Return the addresses. Before the server has started they are those configured, a
	 * port 0 among them; from then on those that are really bound, with the ports that
	 * the system picked. One address can stand for two sockets ({@code localhost}), and
	 * one socket for two addresses.
	 * @return the URLs, such as {@code http://localhost:5000} or
	 * {@code http://unix:/run/app.sock}, unmodifiable; empty if the server listens
	 * nowhere
	 */
	List<String> getAddresses();

	/**
	 * Return whether URLs win over endpoints where both are configured.
	 * @return the value of {@code server.prefer-hosting-urls}
	 */
	boolean isPreferHostingUrls();

}
