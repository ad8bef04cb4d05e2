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

import io.kestrel.server.KestrelWebServer;
import io.kestrel.web.LimitedHandlerAdapter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Warns when handlers have limits and the application runs on a server that does not know
 * such limits.
 */
final class UnenforcedLimitsListener implements ApplicationListener<WebServerInitializedEvent> {

	private static final Log logger = LogFactory.getLog(UnenforcedLimitsListener.class);

	private final ApplicationContext context;

	private final ObjectProvider<LimitedHandlerAdapter> adapter;

	UnenforcedLimitsListener(ApplicationContext context, ObjectProvider<LimitedHandlerAdapter> adapter) {
		this.context = context;
		this.adapter = adapter;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		// A management server on a port of its own publishes its event here too.
		boolean own = event.getApplicationContext() == this.context;
		if (own && !(event.getWebServer() instanceof KestrelWebServer)) {
			this.adapter.ifAvailable((adapter) -> warn(adapter.describeLimits(), event));
		}
	}

	private void warn(List<String> limits, WebServerInitializedEvent event) {
		if (!limits.isEmpty()) {
			logger.warn("Not enforced, because " + event.getWebServer().getClass().getSimpleName()
					+ " is not the Kestrel server: " + String.join(", ", limits)
					+ ". Remove kestrel.enabled=false or the other server's starter or factory, or limit"
					+ " requests in another way.");
		}
	}

}
