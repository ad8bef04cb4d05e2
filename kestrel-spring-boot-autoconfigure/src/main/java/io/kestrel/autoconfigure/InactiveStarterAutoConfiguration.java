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

import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for applications in which the
 * starter can do nothing: with spring-webmvc on the class path, Spring Boot makes a
 * servlet application without a word.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnBooleanProperty(name = "kestrel.enabled", matchIfMissing = true)
public final class InactiveStarterAutoConfiguration {

	@Bean
	SmartInitializingSingleton inactiveStarterWarning() {
		return () -> LogFactory.getLog(InactiveStarterAutoConfiguration.class)
			.warn("The Kestrel starter is inactive, because this is a servlet application: spring-webmvc is on the class"
					+ " path. Set spring.main.web-application-type=reactive to run it on the Kestrel starter, or"
					+ " kestrel.enabled=false to silence this warning.");
	}

}
