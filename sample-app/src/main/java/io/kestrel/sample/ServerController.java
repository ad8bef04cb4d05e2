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

package io.kestrel.sample;

import java.util.List;

import io.kestrel.feature.ConnectionFeature;
import io.kestrel.feature.ResetFeature;
import io.kestrel.feature.ServerAddressesFeature;
import io.kestrel.feature.TlsHandshakeFeature;
import io.kestrel.server.KestrelReactiveWebServerFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what the server knows about itself.
 */
@RestController
class ServerController {

	private final ServerAddressesFeature addresses;

	private final ReactiveWebServerFactory factory;

	private final Environment environment;

	ServerController(ServerAddressesFeature addresses, ReactiveWebServerFactory factory, Environment environment) {
		this.addresses = addresses;
		this.factory = factory;
		this.environment = environment;
	}

	@GetMapping("/api/addresses")
	List<String> addresses() {
		return this.addresses.getAddresses();
	}

	@GetMapping("/api/connection")
	ConnectionView connection(ServerHttpRequest request, @Nullable ConnectionFeature connection,
			@Nullable TlsHandshakeFeature handshake) {
		return ConnectionView.of(request, connection, handshake);
	}

	/**
	 * Ends this request with a code of HTTP/2 instead of a response.
	 */
	@GetMapping("/api/reset/{code}")
	Mono<String> reset(@PathVariable long code, @Nullable ResetFeature reset) {
		if (reset == null) {
			return Mono.just("Only HTTP/2 can reset a request");
		}
		reset.reset(code);
		return Mono.never();
	}

	@GetMapping("/api/server")
	ServerView server(ServerHttpRequest request, @Nullable ConnectionFeature connection,
			@Nullable TlsHandshakeFeature handshake) {
		// With kestrel.enabled=false, this is Spring Boot's own factory.
		boolean kestrel = this.factory instanceof KestrelReactiveWebServerFactory;
		return new ServerView(kestrel, this.addresses.getAddresses(), this.addresses.isPreferHostingUrls(),
				List.of(this.environment.getActiveProfiles()), ConnectionView.of(request, connection, handshake));
	}

	/**
	 * What the page shows about the server.
	 *
	 * @param kestrel whether the server is ours, not Spring Boot's own
	 * @param addresses the URLs that are really listened at
	 * @param preferHostingUrls whether URLs win over named endpoints
	 * @param profiles the active Spring profiles
	 * @param connection how this very request arrived
	 */
	record ServerView(boolean kestrel, List<String> addresses, boolean preferHostingUrls, List<String> profiles,
			ConnectionView connection) {

	}

}
