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

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.configuration.Notice;
import io.kestrel.configuration.Notice.Level;

/**
 * Adds certificate revocation lists (RFC 5280, section 5) from a file to trusted
 * certificates.
 */
final class RevocationLists implements Source {

	private final Source trust;

	private final Location path;

	private final InstantSource clock;

	RevocationLists(Source trust, Location path, InstantSource clock) {
		this.trust = trust;
		this.path = path;
		this.clock = clock;
	}

	@Override
	public Material load() {
		Material material = this.trust.load();
		Collection<? extends CRL> crls = read();
		List<Notice> notices = new ArrayList<>(material.notices());
		crls.stream().filter(this::isOutdated).map(this::outdated).forEach(notices::add);
		return material.withRevocation(List.copyOf(crls), notices);
	}

	private Collection<? extends CRL> read() {
		byte[] content = this.path.read();
		try {
			Collection<? extends CRL> crls = CertificateFactory.getInstance("X.509")
				.generateCRLs(new ByteArrayInputStream(content));
			if (!crls.isEmpty()) {
				return crls;
			}
		}
		catch (GeneralSecurityException ex) {
			// Said below.
		}
		throw this.path.refuse("it holds no certificate revocation list, or a damaged one",
				"Name a file with certificate revocation lists in PEM or one in DER format.");
	}

	private boolean isOutdated(CRL crl) {
		return crl instanceof X509CRL list && list.getNextUpdate() != null
				&& list.getNextUpdate().before(Date.from(this.clock.instant()));
	}

	private Notice outdated(CRL crl) {
		X509CRL list = (X509CRL) crl;
		return new Notice(Level.WARN,
				"The certificate revocation list of \"" + list.getIssuerX500Principal().getName() + "\" in "
						+ this.path.setting().key() + "=" + this.path + " was to be replaced on "
						+ list.getNextUpdate().toInstant()
						+ ". Client certificates of this authority are refused until a newer one is there.");
	}

	@Override
	public List<Path> files() {
		Path file = this.path.file();
		return Stream.concat(this.trust.files().stream(), Stream.ofNullable(file)).distinct().toList();
	}

	@Override
	public String bundleName() {
		return this.trust.bundleName();
	}

}
