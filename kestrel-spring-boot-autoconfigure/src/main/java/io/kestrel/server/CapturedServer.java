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

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.http.DecoderLimits;
import io.kestrel.https.Protocol;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;

import org.springframework.boot.web.server.Ssl;

/**
 * The server that Spring Boot and the customizers of the application made.
 *
 * @param stock before the first customizer
 * @param template after the last one
 * @param ssl the values of {@code server.ssl}, {@code null} if it is not set
 */
record CapturedServer(HttpServer stock, HttpServer template, @Nullable Ssl ssl) {

	/**
	 * Return whether a customizer secured the server, or secured it in another way than
	 * {@code server.ssl} says.
	 * @return whether one did
	 */
	boolean isSecuredByCustomizer() {
		return this.template.configuration().isSecure()
				&& this.template.configuration().sslProvider() != this.stock.configuration().sslProvider();
	}

	/**
	 * Return the versions of HTTP that a customizer chose.
	 * @return the versions, none if no customizer did
	 */
	List<Protocol> protocolsOfCustomizer() {
		HttpProtocol[] protocols = this.template.configuration().protocols();
		return Arrays.equals(protocols, this.stock.configuration().protocols()) ? List.of() : protocols();
	}

	/**
	 * Return the versions of HTTP of the server as it is.
	 * @return the versions
	 */
	List<Protocol> protocols() {
		return Stream.of(this.template.configuration().protocols())
			.map(CapturedServer::protocol)
			.flatMap(Stream::ofNullable)
			.distinct()
			.toList();
	}

	/**
	 * Return the limits that customizers changed, Spring Boot's own among them.
	 * @return those that differ from Reactor Netty's
	 */
	LimitOverrides changedLimits() {
		HttpServerConfig before = this.stock.configuration();
		HttpServerConfig after = this.template.configuration();
		return LimitOverrides.NONE
			.with(Limit.MAX_REQUEST_LINE_SIZE,
					changed(before.decoder().maxInitialLineLength(), after.decoder().maxInitialLineLength()))
			.with(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE,
					changed(before.decoder().maxHeaderSize(), after.decoder().maxHeaderSize()))
			.with(Limit.MAX_REQUESTS_PER_CONNECTION,
					changed(before.maxKeepAliveRequests(), after.maxKeepAliveRequests()))
			.with(Limit.KEEP_ALIVE_TIMEOUT, after.idleTimeout())
			.orElse(Http2SettingsOfCustomizers.read(before.http2SettingsSpec(), after.http2SettingsSpec()));
	}

	/**
	 * Return how long one piece of a body may be.
	 * @return the number of octets if a customizer changed it, ours otherwise
	 */
	@SuppressWarnings("deprecation")
	int maxContentSize() {
		Integer changed = changed(this.stock.configuration().decoder().maxChunkSize(),
				this.template.configuration().decoder().maxChunkSize());
		return (changed != null) ? changed : DecoderLimits.DEFAULT.maxContentSize();
	}

	private static @Nullable Integer changed(int before, int after) {
		return (before != after) ? after : null;
	}

	private static @Nullable Protocol protocol(HttpProtocol protocol) {
		return switch (protocol) {
			case HTTP11 -> Protocol.HTTP1;
			case H2, H2C -> Protocol.HTTP2;
			case HTTP3 -> null;
		};
	}

}
