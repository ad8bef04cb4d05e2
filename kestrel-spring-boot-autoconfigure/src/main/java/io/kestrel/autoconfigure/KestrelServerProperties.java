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
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.Delimiter;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the server beyond those of Spring Boot, which has the same prefix. Names
 * that Boot has are never repeated here.
 *
 * @param urls Semicolon-separated list of URLs to listen at, for example
 * http://localhost:5000;http://unix:/run/app.sock. The host '*' stands for all addresses.
 * @param httpPorts Semicolon-separated list of ports for clear text on all addresses.
 * Used if no URLs are set.
 * @param httpsPorts Semicolon-separated list of ports for TLS on all addresses. Used if
 * no URLs are set.
 * @param preferHostingUrls Whether URLs win over endpoints where both are configured.
 * @param endpoints Endpoints by name. They win over URLs.
 * @param limits limits of all endpoints that have none of their own
 * @since 0.1.0
 */
@ConfigurationProperties("server")
public record KestrelServerProperties(@Delimiter(Delimiter.NONE) @DefaultValue List<String> urls,
		@Delimiter(Delimiter.NONE) @DefaultValue List<String> httpPorts,
		@Delimiter(Delimiter.NONE) @DefaultValue List<String> httpsPorts,
		@DefaultValue("false") boolean preferHostingUrls, @DefaultValue Map<String, Endpoint> endpoints,
		@DefaultValue Limits limits) {

	/**
	 * An endpoint.
	 *
	 * @param url URL to listen at, for example http://127.0.0.1:5000.
	 * @param socket how the listening socket is made
	 * @param limits limits of this endpoint
	 */
	@ConfigurationPropertiesSource
	public record Endpoint(@Nullable String url, @DefaultValue Socket socket, @DefaultValue Limits limits) {

	}

	/**
	 * How the listening socket of an endpoint is made.
	 *
	 * @param mode Permissions of the file of a Unix socket as an octal number that begins
	 * with zero, for example 0660 (in quotes in YAML). By default what the umask of the
	 * process gives.
	 * @param owner Name of the user who owns the file of a Unix socket. By default the
	 * user of the process.
	 * @param group Name of the group of the file of a Unix socket. By default the group
	 * of the process.
	 * @param backlog Number of connections that may wait to be accepted. By default the
	 * system's limit.
	 */
	public record Socket(@Nullable String mode, @Nullable String owner, @Nullable String group,
			@Nullable Integer backlog) {

	}

	/**
	 * How much of something a client may have.
	 *
	 * @param maxRequestBodySize Maximum size of a request body, unless the handler has a
	 * limit of its own: a size such as 10MB, or -1 for no limit. An endpoint without one
	 * has that of server.limits.
	 */
	public record Limits(@Nullable DataSize maxRequestBodySize) {

	}

}
