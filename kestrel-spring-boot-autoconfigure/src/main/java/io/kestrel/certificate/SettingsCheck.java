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

import java.util.ArrayList;
import java.util.List;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.TrustSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Which settings of a certificate go together: those of an SSL bundle, or those of files.
 * An empty value counts as none, as everywhere in Spring Boot.
 */
final class SettingsCheck {

	private static final String EMPTY = "";

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	private final ConfigurationKey group;

	private SettingsCheck(ConfigurationKey group) {
		this.group = group;
	}

	static CertificateSettings check(CertificateSettings written) {
		CertificateSettings settings = new CertificateSettings(written.key(), text(written.bundle()),
				text(written.path()), text(written.keyPath()), password(written.password()));
		SettingsCheck check = new SettingsCheck(settings.key());
		check.source(settings.bundle(), settings.path());
		check.needsPath("key-path", settings.keyPath(), settings.bundle(), settings.path());
		check.needsPath("password", settings.password(), settings.bundle(), settings.path());
		check.end();
		return settings;
	}

	static TrustSettings check(TrustSettings written) {
		TrustSettings settings = new TrustSettings(written.key(), text(written.bundle()), text(written.path()),
				password(written.password()), text(written.crlPath()));
		SettingsCheck check = new SettingsCheck(settings.key());
		check.source(settings.bundle(), settings.path());
		check.needsPath("password", settings.password(), settings.bundle(), settings.path());
		check.end();
		return settings;
	}

	private void source(@Nullable String bundle, @Nullable String path) {
		if (bundle != null && Location.isInline(bundle)) {
			add("bundle", "(hidden)", "this is no name of an SSL bundle, but a certificate or key itself",
					"Set path and key-path instead.");
			return;
		}
		if (bundle != null && path != null) {
			add("bundle", bundle, "bundle and path are both set, which are two sources for one certificate",
					"Remove one of them.");
		}
		if (bundle == null && path == null) {
			add("path", EMPTY, "neither bundle nor path is set", "Set path to a file, or bundle to the name of an SSL"
					+ " bundle (spring.ssl.bundle.pem.<name> or spring.ssl.bundle.jks.<name>).");
		}
	}

	/*
	 * The value is never shown: it may be a password, or a private key as text.
	 */
	private void needsPath(String property, @Nullable String value, @Nullable String bundle, @Nullable String path) {
		if (value == null || path != null) {
			return;
		}
		if (bundle != null) {
			add(property, "(hidden)", property + " belongs to path, but the certificate is that of the SSL bundle "
					+ bundle + ", which has its own", "Remove it.");
		}
		else {
			add(property, "(hidden)", property + " is set without path", "Set path too, or remove it.");
		}
	}

	private void add(String property, String value, String reason, String cure) {
		this.problems.add(Setting.of(this.group, property, value).problem(reason, cure));
	}

	private void end() {
		if (!this.problems.isEmpty()) {
			throw new InvalidConfigurationException(this.problems);
		}
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value : null;
	}

	private static @Nullable String password(@Nullable String value) {
		return StringUtils.hasLength(value) ? value : null;
	}

}
