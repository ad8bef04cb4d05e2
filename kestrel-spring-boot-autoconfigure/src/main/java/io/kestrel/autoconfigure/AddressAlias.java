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

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A name of ASP.NET Core for one of our properties. It counts where it stands: the alias
 * in the environment wins over the property in a file, and the property wins over the
 * alias in the same place.
 *
 * @param name the alias
 * @param property the property that it stands for
 * @param commandLine whether it is an option of the command line, and nowhere else
 */
record AddressAlias(String name, String property, boolean commandLine) implements Origin {

	static final String URLS_OPTION = "urls";

	/**
	 * All aliases. Of two for one property in one place, the first wins, as in ASP.NET
	 * Core.
	 */
	static final List<AddressAlias> ALL = List.of(new AddressAlias(URLS_OPTION, "server.urls", true),
			of("DOTNET_URLS", "server.urls"), of("ASPNETCORE_URLS", "server.urls"),
			of("HTTP_PORTS", "server.http-ports"), of("DOTNET_HTTP_PORTS", "server.http-ports"),
			of("ASPNETCORE_HTTP_PORTS", "server.http-ports"), of("HTTPS_PORTS", "server.https-ports"),
			of("DOTNET_HTTPS_PORTS", "server.https-ports"), of("ASPNETCORE_HTTPS_PORTS", "server.https-ports"));

	private static AddressAlias of(String name, String property) {
		return new AddressAlias(name, property, false);
	}

	/**
	 * Return the value that a property source has under this name.
	 * @param source the source
	 * @return the value, empty if it is empty, or {@code null} if there is none
	 */
	@Nullable String valueIn(PropertySource<?> source) {
		if (this.commandLine) {
			return (source instanceof CommandLinePropertySource<?>) ? string(source.getProperty(this.name)) : null;
		}
		if (source instanceof SystemEnvironmentPropertySource environment) {
			// Variables are case-insensitive in .NET, on every system.
			for (String variable : environment.getPropertyNames()) {
				if (variable.equalsIgnoreCase(this.name)) {
					return string(environment.getProperty(variable));
				}
			}
			return null;
		}
		return string(source.getProperty(this.name));
	}

	private static @Nullable String string(@Nullable Object value) {
		return (value != null) ? value.toString().strip() : null;
	}

	/**
	 * Return the alias as the user wrote it.
	 */
	@Override
	public String toString() {
		return this.commandLine ? "--" + this.name : this.name;
	}

}
