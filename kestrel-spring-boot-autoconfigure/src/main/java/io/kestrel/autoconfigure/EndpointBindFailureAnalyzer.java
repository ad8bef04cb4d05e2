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

import io.kestrel.binding.AddressInUseException;
import io.kestrel.binding.EndpointBindException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells at which endpoint the server can't listen, and what to do. Comes before Spring
 * Boot's analyzer of a port in use, which knows no URLs.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EndpointBindFailureAnalyzer extends AbstractFailureAnalyzer<WebServerException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, WebServerException cause) {
		if (cause instanceof AddressInUseException inUse) {
			return new FailureAnalysis(inUse.getMessage(), inUse.getCure(), cause);
		}
		if (cause instanceof EndpointBindException bind) {
			return new FailureAnalysis(bind.getMessage(), bind.getCure(), cause);
		}
		return null;
	}

}
