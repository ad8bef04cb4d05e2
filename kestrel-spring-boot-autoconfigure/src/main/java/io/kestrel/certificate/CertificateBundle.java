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

import java.security.cert.CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import javax.net.ssl.KeyManagerFactory;

import io.kestrel.configuration.ConfigurationKey;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ssl.SslBundle;

/**
 * A certificate, or trusted certificates, in their present state: another one when the
 * files or the SSL bundle change. Can be used by any thread.
 *
 * @since 0.1.0
 */
public final class CertificateBundle {

	private static final Log logger = LogFactory.getLog(CertificateBundle.class);

	private final ConfigurationKey key;

	private final String name;

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private volatile Material material;

	CertificateBundle(ConfigurationKey key, String name, Material material) {
		this.key = key;
		this.name = name;
		this.material = material;
	}

	/**
	 * Return the name under which Spring Boot knows the SSL bundle.
	 * @return the name of the bundle, for files that of their key
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return where it was configured.
	 * @return the key of the group
	 */
	public ConfigurationKey key() {
		return this.key;
	}

	/**
	 * Return the present SSL bundle. Each update brings another object.
	 * @return the bundle
	 */
	public SslBundle get() {
		return this.material.bundle();
	}

	/**
	 * Return what signs with the present private key, ready to be used.
	 * @return the key managers
	 * @throws IllegalStateException if this is about trust
	 */
	public KeyManagerFactory keyManagers() {
		KeyManagerFactory keys = this.material.keys();
		if (keys == null) {
			throw new IllegalStateException(this.key + " has no private key");
		}
		return keys;
	}

	/**
	 * Return the present chain of the server's certificate, that certificate first.
	 * @return the chain, empty if this is about trust
	 */
	public List<X509Certificate> chain() {
		return this.material.chain();
	}

	/**
	 * Return the present certificate revocation lists.
	 * @return the lists, empty if revocation is not checked
	 */
	public List<? extends CRL> crls() {
		return this.material.crls();
	}

	/**
	 * Call a listener after each update, on the thread that found it. To miss none,
	 * register before the first {@link #get()}.
	 * @param listener gets the new bundle
	 * @return ends the calls when it is closed
	 */
	public Registration onUpdate(Consumer<SslBundle> listener) {
		Listener added = new Listener(listener);
		this.listeners.add(added);
		return () -> this.listeners.remove(added);
	}

	void replace(Material replacement) {
		this.material = replacement;
		for (Listener listener : this.listeners) {
			try {
				listener.consumer.accept(replacement.bundle());
			}
			catch (RuntimeException ex) {
				// The others must hear of it all the same.
				logger.error("The new certificate of " + this.key + " can't be used everywhere", ex);
			}
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * A listener that can be removed.
	 */
	@FunctionalInterface
	public interface Registration extends AutoCloseable {

		@Override
		void close();

	}

	/**
	 * Has an identity of its own, so that the same consumer can be added twice.
	 */
	private static final class Listener {

		private final Consumer<SslBundle> consumer;

		private Listener(Consumer<SslBundle> consumer) {
			this.consumer = consumer;
		}

	}

}
