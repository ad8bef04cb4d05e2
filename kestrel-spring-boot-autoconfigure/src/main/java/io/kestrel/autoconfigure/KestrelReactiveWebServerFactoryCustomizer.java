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

import io.kestrel.server.KestrelReactiveWebServerFactory;
import io.kestrel.server.KestrelServerCustomizer;
import io.kestrel.server.KestrelServerOptions;
import io.kestrel.server.ServerAddresses;

import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Gives the factory of the application what the properties and the customizers say. Comes
 * after Spring Boot's own customizers, and before those of the application.
 */
final class KestrelReactiveWebServerFactoryCustomizer
		implements WebServerFactoryCustomizer<KestrelReactiveWebServerFactory>, Ordered {

	private final AddressSettingsReader settings;

	private final List<KestrelServerCustomizer> customizers;

	private final ServerAddresses serverAddresses;

	KestrelReactiveWebServerFactoryCustomizer(AddressSettingsReader settings, List<KestrelServerCustomizer> customizers,
			ServerAddresses serverAddresses) {
		this.settings = settings;
		this.customizers = customizers;
		this.serverAddresses = serverAddresses;
	}

	@Override
	public int getOrder() {
		return 1;
	}

	@Override
	public void customize(KestrelReactiveWebServerFactory factory) {
		if (this.settings.isPortDerived()) {
			factory.resetPort();
		}
		KestrelServerOptions.Builder options = KestrelServerOptions.builder(this.settings.read(),
				this.settings.readLimits());
		this.customizers.forEach((customizer) -> customizer.customize(options));
		factory.setOptions(options.build());
		factory.setServerAddresses(this.serverAddresses);
	}

}
