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

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.https.CertificateSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.ClassUtils;

/**
 * The development certificate of a user: made once, renewed before it ends, used by all
 * applications of that user.
 */
final class DevelopmentCertificate {

	static final ConfigurationKey KEY = ConfigurationKey.of("server.certificates.development");

	private static final Log logger = LogFactory.getLog(Certificates.class);

	private static final String BOUNCY_CASTLE = "org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder";

	private final DevelopmentFiles files;

	private final InstantSource clock;

	private final boolean canBeMade;

	DevelopmentCertificate(Path directory, InstantSource clock) {
		this(directory, clock, ClassUtils.isPresent(BOUNCY_CASTLE, DevelopmentCertificate.class.getClassLoader()));
	}

	DevelopmentCertificate(Path directory, InstantSource clock, boolean canBeMade) {
		this.files = new DevelopmentFiles(directory.toAbsolutePath());
		this.clock = clock;
		this.canBeMade = canBeMade;
	}

	CertificateSettings settings() {
		return new CertificateSettings(KEY, null, this.files.certificate().toString(),
				this.files.privateKey().toString(), null);
	}

	/**
	 * Make the files, or make them anew, if that is necessary.
	 */
	void prepare() {
		Setting setting = Setting.of(KEY, "enabled", "true");
		try {
			if (this.files.objection(this.clock.instant()) == null) {
				return;
			}
			if (!this.canBeMade) {
				throw setting.refuse(
						"there is no usable development certificate in " + this.files.directory()
								+ ", and Bouncy Castle, which makes one, is not on the class path",
						"Add the dependency org.bouncycastle:bcpkix-jdk18on, or configure a certificate of your own by"
								+ " server.certificates.default.path.");
			}
			this.files.locked(this::renew);
		}
		catch (IOException ex) {
			throw setting.refuse(
					"the development certificate can't be written to " + this.files.directory() + " ("
							+ ex.getClass().getSimpleName() + ")",
					"Make this directory writable for the user, or configure a certificate of your own by"
							+ " server.certificates.default.path.");
		}
	}

	/*
	 * Another application may have done it while this one waited for the lock.
	 */
	private void renew() throws IOException {
		String objection = this.files.objection(this.clock.instant());
		if (objection == null) {
			return;
		}
		SelfSignedCertificate made = SelfSignedCertificate.make(this.clock.instant());
		this.files.write(made.certificatePem(), made.privateKeyPem());
		logger.info("Made a development certificate for localhost in " + this.files.directory() + ", because "
				+ objection + ". Clients do not trust it yet:\n" + howToTrust());
	}

	String howToTrust() {
		Path file = this.files.certificate();
		return """
				curl                   curl --cacert %1$s https://localhost:<port>/
				Chrome, Chromium       certutil -d sql:$HOME/.pki/nssdb -A -t "P,," -n kestrel-localhost -i %1$s
				Java                   keytool -importcert -noprompt -cacerts -storepass changeit -alias kestrel-localhost -file %1$s
				Debian, Ubuntu         sudo cp %1$s /usr/local/share/ca-certificates/kestrel-localhost.crt && sudo update-ca-certificates
				"""
			.formatted(quoted(file));
	}

	/* A home directory may have a blank in its name. */
	private static String quoted(Path file) {
		String text = file.toString();
		return text.matches("[\\w./+-]+") ? text : "\"" + text + "\"";
	}

}
