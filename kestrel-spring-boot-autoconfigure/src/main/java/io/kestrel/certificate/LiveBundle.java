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
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.configuration.Notice;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ssl.SslBundle;

/**
 * A bundle with its source: loads it again, and keeps what is in use if that fails. The
 * one place that logs about certificates.
 */
final class LiveBundle {

	private static final Log logger = LogFactory.getLog(Certificates.class);

	private final CertificateBundle bundle;

	private final Source source;

	private final QuietPeriod quietPeriod;

	private final SslBundlePublisher publisher;

	LiveBundle(CertificateBundle bundle, Source source, QuietPeriod quietPeriod, SslBundlePublisher publisher) {
		this.bundle = bundle;
		this.source = source;
		this.quietPeriod = quietPeriod;
		this.publisher = publisher;
	}

	CertificateBundle bundle() {
		return this.bundle;
	}

	boolean hasFiles() {
		return !this.source.files().isEmpty();
	}

	boolean isOf(String sslBundleName) {
		return this.source.bundleName().equals(sslBundleName);
	}

	/* Load again if the files say so. */
	synchronized void poll(Instant now) {
		switch (this.quietPeriod.look(fingerprints(), now)) {
			case LOAD -> {
				Runnable outcome = load();
				// What was read while the files changed is neither good nor an error.
				if (this.quietPeriod.isSettled(fingerprints())) {
					outcome.run();
				}
			}
			case COMPLAIN -> logger.warn(subject() + " stays in use, but its files are no longer there or can't be"
					+ " read: " + origin() + ". It is read again when they are back.");
			case NOTHING -> {
			}
		}
	}

	/* Load again, for Spring Boot has. */
	synchronized void reload() {
		load().run();
	}

	private Runnable load() {
		try {
			Material loaded = this.source.load();
			return () -> replace(loaded);
		}
		catch (InvalidConfigurationException ex) {
			String reason = ex.getProblems()
				.stream()
				.map(ConfigurationProblem::toString)
				.collect(Collectors.joining("; "));
			return () -> keep(reason);
		}
		catch (RuntimeException ex) {
			return () -> keep(ex.getClass().getName());
		}
	}

	private void replace(Material loaded) {
		logger.info(subject() + " was reloaded from " + origin() + validity(loaded));
		log(loaded.notices());
		this.bundle.replace(loaded);
		publish();
	}

	/* Tell Spring Boot, if it is not from there. */
	synchronized void publish() {
		if (isOf("")) {
			this.publisher.publish(this.bundle.name(), this.bundle.get());
		}
	}

	private void keep(String reason) {
		logger.error(subject() + " could not be reloaded from " + origin()
				+ " and stays as it is until the files change again: " + reason);
	}

	private List<Fingerprint> fingerprints() {
		return fingerprints(this.source);
	}

	static List<Fingerprint> fingerprints(Source source) {
		return source.files().stream().map(Fingerprint::of).toList();
	}

	static void log(List<Notice> notices) {
		for (Notice notice : notices) {
			switch (notice.level()) {
				case WARN -> logger.warn(notice.text());
				case INFO -> logger.info(notice.text());
				case DEBUG -> logger.debug(notice.text());
			}
		}
	}

	private String subject() {
		return (this.bundle.chain().isEmpty() ? "The trust store " : "The certificate ") + this.bundle.key();
	}

	private String origin() {
		List<Path> files = this.source.files();
		String name = this.source.bundleName();
		String text = files.stream().map(Path::toString).collect(Collectors.joining(" and "));
		return name.isEmpty() ? text : "SSL bundle " + name + (files.isEmpty() ? "" : " and " + text);
	}

	private static String validity(Material material) {
		return material.chain()
			.stream()
			.findFirst()
			.map((certificate) -> ": serial number " + certificate.getSerialNumber().toString(16) + ", valid until "
					+ certificate.getNotAfter().toInstant())
			.orElse("");
	}

	/**
	 * Tells Spring Boot of a new SSL bundle.
	 */
	@FunctionalInterface
	interface SslBundlePublisher {

		void publish(String name, SslBundle bundle);

	}

}
