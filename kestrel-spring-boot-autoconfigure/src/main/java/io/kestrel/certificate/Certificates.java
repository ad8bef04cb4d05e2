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

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.TrustSettings;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.io.ResourceLoader;

/**
 * The certificates of one server: loads and checks them, makes them known to Spring Boot
 * as SSL bundles, and reloads those whose files change.
 *
 * @since 0.1.0
 */
public final class Certificates implements AutoCloseable {

	private static final int READS_AT_START = 5;

	private final SslBundles bundles;

	private final ResourceLoader resources;

	private final Duration quietPeriod;

	private final InstantSource clock;

	private final DevelopmentCertificate development;

	private final CertificateCheck check;

	private final BundleRegistry registry;

	private final FileWatcher watcher;

	private final Map<Object, LiveBundle> loaded = new LinkedHashMap<>();

	/**
	 * Create the certificates of a server. Nothing is read yet.
	 * @param bundles the SSL bundles of the application. If they are an
	 * {@link org.springframework.boot.ssl.SslBundleRegistry} too, certificates from files
	 * are registered there
	 * @param resources finds {@code classpath:} locations
	 * @param quietPeriod how long the files of a certificate must not have changed before
	 * they are read again
	 * @param clock by which certificates begin and end
	 * @param developmentDirectory where the development certificate is kept, see
	 * {@link #developmentDirectory()}
	 */
	public Certificates(SslBundles bundles, ResourceLoader resources, Duration quietPeriod, InstantSource clock,
			Path developmentDirectory) {
		this.bundles = bundles;
		this.resources = resources;
		this.quietPeriod = quietPeriod;
		this.clock = clock;
		this.development = new DevelopmentCertificate(developmentDirectory, clock);
		this.check = new CertificateCheck(clock, new TrustAnchors());
		this.registry = new BundleRegistry(bundles);
		this.watcher = new FileWatcher(quietPeriod, clock);
	}

	/**
	 * Return the directory in which the development certificate of this user is kept.
	 * @return {@code .kestrel/development} in the home directory
	 */
	public static Path developmentDirectory() {
		return Path.of(System.getProperty("user.home"), ".kestrel", "development");
	}

	/**
	 * Load the certificate of a server with its private key. The same settings give the
	 * same object.
	 * @param settings where it is
	 * @return the certificate, kept up to date until this is closed
	 * @throws io.kestrel.configuration.InvalidConfigurationException if it can't be used
	 */
	public synchronized CertificateBundle certificate(CertificateSettings settings) {
		CertificateSettings checked = SettingsCheck.check(settings);
		return find(checked, checked.key(),
				(checked.bundle() != null) ? BootBundle.certificate(this.bundles,
						Setting.of(checked.key(), "bundle", checked.bundle()), this.check)
						: new CertificateFiles(checked, this.resources, this.check));
	}

	/**
	 * Load the certificates of those whose client certificates are accepted. The same
	 * settings give the same object.
	 * @param settings where they are
	 * @return the trusted certificates, kept up to date until this is closed
	 * @throws io.kestrel.configuration.InvalidConfigurationException if they can't be
	 * used
	 */
	public synchronized CertificateBundle trust(TrustSettings settings) {
		TrustSettings checked = SettingsCheck.check(settings);
		Source source = (checked.bundle() != null)
				? BootBundle.trust(this.bundles, Setting.of(checked.key(), "bundle", checked.bundle()))
				: new TrustFiles(checked, this.resources);
		if (checked.crlPath() != null) {
			Location crlPath = Location.of(checked.key(), "crl-path", checked.crlPath(), this.resources);
			source = new RevocationLists(source, crlPath, this.clock);
		}
		return find(checked, checked.key(), source);
	}

	/**
	 * Take a certificate that Spring Boot has loaded, and does not load again.
	 * @param key where it was written
	 * @param bundle the certificate
	 * @return the certificate
	 */
	public CertificateBundle given(ConfigurationKey key, SslBundle bundle) {
		return new CertificateBundle(key, key.name(), new GivenBundle(bundle).load());
	}

	/**
	 * Load the development certificate of this user, for {@code localhost} only. Makes it
	 * if there is none that is good for 30 more days.
	 * @return the certificate
	 * @throws io.kestrel.configuration.InvalidConfigurationException if it can't be made
	 */
	public synchronized CertificateBundle development() {
		if (!this.loaded.containsKey(DevelopmentCertificate.KEY)) {
			this.development.prepare();
		}
		return find(DevelopmentCertificate.KEY, DevelopmentCertificate.KEY,
				new CertificateFiles(this.development.settings(), this.resources, this.check));
	}

	/**
	 * Return how clients are made to trust the development certificate.
	 * @return several lines with commands
	 */
	public String howToTrustDevelopment() {
		return this.development.howToTrust();
	}

	/**
	 * Forget all certificates but those that are in use, when endpoints have changed.
	 * @param inUse what is still used
	 */
	public synchronized void retain(Collection<CertificateBundle> inUse) {
		List<LiveBundle> unused = this.loaded.values()
			.stream()
			.filter((candidate) -> !inUse.contains(candidate.bundle()))
			.toList();
		this.loaded.values().removeAll(unused);
		unused.forEach(this.watcher::forget);
		unused.forEach(this.registry::forget);
		// One that is forgotten may have had the name of one that stays.
		this.loaded.values().forEach(LiveBundle::publish);
	}

	private CertificateBundle find(Object settings, ConfigurationKey key, Source source) {
		LiveBundle known = this.loaded.get(settings);
		if (known != null) {
			return known.bundle();
		}
		LiveBundle added = load(key, source);
		this.loaded.put(settings, added);
		return added.bundle();
	}

	private LiveBundle load(ConfigurationKey key, Source source) {
		List<Fingerprint> before = LiveBundle.fingerprints(source);
		Material material = loadSettled(source);
		LiveBundle.log(material.notices());
		String bundleName = source.bundleName();
		CertificateBundle bundle = new CertificateBundle(key, bundleName.isEmpty() ? key.name() : bundleName, material);
		LiveBundle live = new LiveBundle(bundle, source, new QuietPeriod(this.quietPeriod, before), this.registry);
		if (bundleName.isEmpty()) {
			this.registry.publish(bundle.name(), bundle.get());
		}
		else {
			this.registry.follow(bundleName, live);
			if (this.bundles.getBundle(bundleName) != bundle.get()) {
				// Updated after it was loaded and before it was followed.
				live.reload();
			}
		}
		if (live.hasFiles()) {
			this.watcher.watch(live);
		}
		return live;
	}

	/*
	 * Files that are replaced at the very moment of the start may not match.
	 */
	private static Material loadSettled(Source source) {
		for (int i = 1; i < READS_AT_START; i++) {
			List<Fingerprint> before = LiveBundle.fingerprints(source);
			try {
				Material material = source.load();
				if (before.equals(LiveBundle.fingerprints(source))) {
					return material;
				}
			}
			catch (RuntimeException ex) {
				if (before.equals(LiveBundle.fingerprints(source))) {
					throw ex;
				}
			}
		}
		return source.load();
	}

	/**
	 * Begin to follow the files, from the state in which they were loaded.
	 */
	public void watch() {
		this.watcher.start();
	}

	/**
	 * End all reloads. What was loaded can still be used.
	 */
	@Override
	public void close() {
		this.watcher.close();
		this.registry.close();
	}

}
