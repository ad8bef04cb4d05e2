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

package io.kestrel.web;

import java.util.Optional;

import io.kestrel.feature.RequestFeature;
import io.kestrel.feature.RequestFeatures;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Gives handler methods the features of the request: {@link RequestFeatures} itself, or a
 * single one by its interface. One that the server does not have for a request is
 * {@code null} where the parameter is nullable.
 *
 * @since 0.1.0
 */
public final class RequestFeatureArgumentResolver implements SyncHandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return type == RequestFeatures.class
				|| (type.isInterface() && RequestFeature.class.isAssignableFrom(type) && type != RequestFeature.class);
	}

	@Override
	public @Nullable Object resolveArgumentValue(MethodParameter parameter, BindingContext bindingContext,
			ServerWebExchange exchange) {
		RequestFeatures features = RequestFeatures.from(exchange);
		if (parameter.getParameterType() == RequestFeatures.class) {
			return features;
		}
		Optional<?> feature = features.find(parameter.getParameterType());
		if (feature.isEmpty() && !parameter.isOptional()) {
			throw new IllegalStateException("The server has no " + parameter.getParameterType().getSimpleName()
					+ " for this request. If the handler can do without, declare parameter "
					+ parameter.getParameterIndex() + " of " + parameter.getExecutable().toGenericString()
					+ " as @Nullable.");
		}
		return feature.orElse(null);
	}

}
