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

import io.kestrel.feature.ServerAddressesFeature;
import io.kestrel.feature.ServerFeature;
import io.kestrel.feature.ServerFeatures;
import io.kestrel.server.ServerAddresses;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the features of a server,
 * whether it is ours, Spring Boot's or one that the application brings.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = Type.REACTIVE)
public final class ServerFeaturesAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ServerAddressesFeature.class)
	ServerAddresses serverAddresses() {
		return new ServerAddresses();
	}

	@Bean
	ForeignServerListener foreignServerListener(ApplicationContext context,
			ObjectProvider<ServerAddresses> serverAddresses, ObjectProvider<ReactiveWebServerFactory> factory) {
		return new ForeignServerListener(context, serverAddresses, factory);
	}

	@Bean
	@ConditionalOnMissingBean
	ServerFeatures serverFeatures(ObjectProvider<ServerFeature> features) {
		return new BeanServerFeatures(features);
	}

}
