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

import io.kestrel.web.InMemoryLimitCodecs;
import io.kestrel.web.LimitedHandlerAdapter;
import io.kestrel.web.RequestFeatureArgumentResolver;
import io.kestrel.web.UnansweredBodyExceptionHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/**
 * Auto-configuration of what handlers can say and ask about a request: annotations with
 * limits, and features as arguments. On every server, so that an application starts and
 * can be tested without this one; only this one enforces limits.
 *
 * @since 0.1.0
 */
@AutoConfiguration(beforeName = "org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration")
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, WebFluxConfigurer.class })
public final class RequestFeaturesAutoConfiguration {

	@Bean
	LimitedHandlerAdapter limitedHandlerAdapter(ObjectProvider<HandlerMapping> mappings,
			ObjectProvider<HandlerAdapter> adapters, ConfigurableBeanFactory beanFactory) {
		return new LimitedHandlerAdapter(mappings, adapters, new EmbeddedValueResolver(beanFactory));
	}

	@Bean
	UnenforcedLimitsListener unenforcedLimitsListener(ApplicationContext context,
			ObjectProvider<LimitedHandlerAdapter> adapter) {
		return new UnenforcedLimitsListener(context, adapter);
	}

	@Bean
	WebFluxConfigurer requestFeaturesWebFluxConfigurer() {
		return new WebFluxConfigurer() {

			@Override
			public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
				configurer.addCustomResolver(new RequestFeatureArgumentResolver());
			}

		};
	}

	/* An application with a handler of its own for all errors wants to see these, too. */
	@Bean
	@ConditionalOnMissingBean(type = "org.springframework.boot.webflux.error.ErrorWebExceptionHandler")
	static UnansweredBodyExceptionHandler unansweredBodyExceptionHandler() {
		return new UnansweredBodyExceptionHandler();
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "kestrel.enabled", matchIfMissing = true)
	static InMemoryLimitCodecs inMemoryLimitCodecs() {
		return new InMemoryLimitCodecs();
	}

}
