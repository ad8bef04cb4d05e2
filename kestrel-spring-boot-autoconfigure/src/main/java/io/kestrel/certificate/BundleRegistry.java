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

package io.kestrel.certificate;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;

/**
 * Spring Boot's SSL bundles as one server uses them. Handlers can't be removed from
 * there, so each forgets the server when it is closed.
 */
final class BundleRegistry implements LiveBundle.SslBundlePublisher, AutoCloseable {

	private static final Log logger = LogFactory.getLog(BundleRegistry.class);

	private final SslBundles bundles;

	private final Map<String, UpdateHandler> handlers = new ConcurrentHashMap<>();

	BundleRegistry(SslBundles bundles) {
		this.bundles = bundles;
	}

	/**
	 * Make a bundle of ours known, so that Spring Boot's metrics, health and info show
	 * it. Nothing of the server depends on it.
	 */
	@Override
	public void publish(String name, SslBundle bundle) {
		if (!(this.bundles instanceof SslBundleRegistry registry)) {
			return;
		}
		try {
			if (this.bundles.getBundleNames().contains(name)) {
				if (this.bundles.getBundle(name) != bundle) {
					registry.updateBundle(name, bundle);
				}
				return;
			}
			registry.registerBundle(name, bundle);
			// Spring Boot warns of an update that nobody heeds. The server does, without
			// it.
			this.bundles.addBundleUpdateHandler(name, (updated) -> {
			});
		}
		catch (RuntimeException ex) {
			logger.warn("Spring Boot does not show the present certificate of " + name, ex);
		}
	}

	/* Load again when Spring Boot has reloaded its bundle. */
	void follow(String name, LiveBundle follower) {
		this.handlers.computeIfAbsent(name, (added) -> {
			UpdateHandler handler = new UpdateHandler();
			this.bundles.addBundleUpdateHandler(added, handler);
			return handler;
		}).followers.add(follower);
	}

	void forget(LiveBundle follower) {
		this.handlers.values().forEach((handler) -> handler.followers.remove(follower));
	}

	@Override
	public void close() {
		this.handlers.values().forEach((handler) -> handler.followers.clear());
	}

	/**
	 * What stays in Spring Boot's registry for ever, empty when the server is closed.
	 */
	private static final class UpdateHandler implements Consumer<SslBundle> {

		private final Set<LiveBundle> followers = new CopyOnWriteArraySet<>();

		@Override
		public void accept(SslBundle bundle) {
			this.followers.forEach(LiveBundle::reload);
		}

	}

}
