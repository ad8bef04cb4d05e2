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
import org.springframework.core.env.Environment;

/**
 * Gives the factory of the application what the properties and the customizers say. Comes
 * after Spring Boot's own customizers, and before those of the application.
 */
final class KestrelReactiveWebServerFactoryCustomizer
		implements WebServerFactoryCustomizer<KestrelReactiveWebServerFactory>, Ordered {

	private final Environment environment;

	private final List<KestrelServerCustomizer> customizers;

	private final ServerAddresses serverAddresses;

	KestrelReactiveWebServerFactoryCustomizer(Environment environment, List<KestrelServerCustomizer> customizers,
			ServerAddresses serverAddresses) {
		this.environment = environment;
		this.customizers = customizers;
		this.serverAddresses = serverAddresses;
	}

	@Override
	public int getOrder() {
		return 1;
	}

	@Override
	public void customize(KestrelReactiveWebServerFactory factory) {
		if (AddressSettingsReader.of(this.environment).isPortDerived()) {
			factory.resetPort();
		}
		factory.setOptionsSupplier(this::readOptions);
		factory.setServerAddresses(this.serverAddresses);
		ServerHeaderProperty.apply(this.environment, factory);
	}

	/*
	 * Not what the bean of the properties holds: that is what they were at the start.
	 */
	private KestrelServerOptions readOptions() {
		AddressSettingsReader settings = AddressSettingsReader.of(this.environment);
		KestrelServerOptions.Builder options = settings.options(settings.read());
		this.customizers.forEach((customizer) -> customizer.customize(options));
		return options.build();
	}

}
