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

import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.server.KestrelServer;
import io.kestrel.server.KestrelWebServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;

/**
 * Reloads the endpoints when Spring Cloud says that the environment has changed. Knows
 * the event by its name: the library is the application's matter. A configuration that
 * can't be used is logged, and the server goes on; the others who listen to the event
 * shall hear it.
 */
final class EnvironmentChangeListener implements GenericApplicationListener {

	/** The event. */
	static final String EVENT = "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

	private static final Log logger = LogFactory.getLog(EnvironmentChangeListener.class);

	private final ApplicationContext context;

	private final KestrelServer server;

	EnvironmentChangeListener(ApplicationContext context, KestrelServer server) {
		this.context = context;
		this.server = server;
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		Class<?> type = eventType.resolve();
		return type != null && type.getName().equals(EVENT);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (isRunning()) {
			reload();
		}
	}

	private boolean isRunning() {
		return this.context instanceof WebServerApplicationContext application
				&& application.getWebServer() instanceof KestrelWebServer kestrel && kestrel.isRunning();
	}

	private void reload() {
		try {
			this.server.reload();
		}
		catch (InvalidConfigurationException ex) {
			logger.error("The endpoints are not reloaded, and the server goes on as before. "
					+ InvalidConfigurationFailureAnalyzer.describe(ex));
		}
		catch (RuntimeException ex) {
			logger.error("The endpoints are not reloaded. " + ex.getMessage());
			logger.debug("This is why", ex);
		}
	}

}
