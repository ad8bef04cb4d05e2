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

import java.net.InetAddress;
import java.util.List;

import io.kestrel.address.EndpointAddress;
import io.kestrel.address.UrlPrefix;
import io.kestrel.address.UrlPrefix.Scheme;
import io.kestrel.server.KestrelWebServer;
import io.kestrel.server.ServerAddresses;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Writes the address of a server that is not ours, from what Spring Boot's event and the
 * server's factory say.
 */
final class ForeignServerListener implements ApplicationListener<WebServerInitializedEvent> {

	private final ApplicationContext context;

	private final ObjectProvider<ServerAddresses> serverAddresses;

	private final ObjectProvider<ReactiveWebServerFactory> factory;

	ForeignServerListener(ApplicationContext context, ObjectProvider<ServerAddresses> serverAddresses,
			ObjectProvider<ReactiveWebServerFactory> factory) {
		this.context = context;
		this.serverAddresses = serverAddresses;
		this.factory = factory;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		// A management server on a port of its own publishes its event here too.
		boolean own = event.getApplicationContext() == this.context;
		int port = event.getWebServer().getPort();
		if (own && port > 0 && !(event.getWebServer() instanceof KestrelWebServer)) {
			this.serverAddresses.ifAvailable((addresses) -> addresses.setAddresses(List.of(url(port))));
		}
	}

	private String url(int port) {
		ReactiveWebServerFactory factory = this.factory.getIfAvailable();
		InetAddress host = null;
		boolean secure = false;
		if (factory instanceof AbstractConfigurableWebServerFactory configurable) {
			host = configurable.getAddress();
			secure = Ssl.isEnabled(configurable.getSsl());
		}
		EndpointAddress address = (host != null) ? EndpointAddress.Tcp.of(host, port)
				: new EndpointAddress.AnyIp("[::]", port);
		return new UrlPrefix(secure ? Scheme.HTTPS : Scheme.HTTP, address).toString();
	}

}
