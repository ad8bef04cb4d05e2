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

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.kestrel.configuration.Notice;
import io.kestrel.configuration.Notice.Level;
import org.jspecify.annotations.Nullable;

/**
 * What clients will say about the certificate of a server: refuses one that none accepts,
 * and tells what some will object to.
 */
final class CertificateCheck {

	private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

	private static final String ANY_USAGE = "2.5.29.37.0";

	private static final Duration SOON = Duration.ofDays(30);

	private static final Duration VERY_SOON = Duration.ofDays(7);

	private final InstantSource clock;

	private final TrustAnchors anchors;

	CertificateCheck(InstantSource clock, TrustAnchors anchors) {
		this.clock = clock;
		this.anchors = anchors;
	}

	/**
	 * Check a chain.
	 * @param setting where it was configured
	 * @param chain the server's certificate and those of its issuers
	 * @param trusted trust stores that count besides that of the JVM
	 * @return what the user should know
	 */
	List<Notice> check(Setting setting, List<X509Certificate> chain, List<KeyStore> trusted) {
		checkUsage(setting, chain.get(0));
		checkOrder(setting, chain);
		List<Notice> notices = new ArrayList<>();
		String start = "The certificate " + setting.key() + "=" + setting.value() + " (" + name(chain.get(0)) + ") ";
		chain.stream().limit(1).forEach((certificate) -> add(notices, start, validity(certificate)));
		chain.stream()
			.skip(1)
			.forEach((issuer) -> add(notices, start + "has the issuer \"" + name(issuer) + "\", which ",
					expiry(issuer)));
		if (!hasAlternativeName(chain.get(0))) {
			add(notices, start, new Notice(Level.WARN,
					"has no subject alternative name (RFC 9525): browsers and most other clients refuse it."));
		}
		X509Certificate last = chain.get(chain.size() - 1);
		if (!isIssuedBy(last, last) && !this.anchors.haveIssuerOf(last, trusted)) {
			add(notices, start, new Notice(Level.WARN, "may come with an incomplete chain: \""
					+ last.getIssuerX500Principal().getName() + "\", which issued the last certificate of it, is not"
					+ " among the authorities that this Java knows. If it is an intermediate authority, append its"
					+ " certificate; if it is a root that your clients know, all is well."));
		}
		return notices;
	}

	private static void checkUsage(Setting setting, X509Certificate certificate) {
		List<String> usages = usages(setting, certificate);
		if (usages != null && !usages.contains(SERVER_AUTH) && !usages.contains(ANY_USAGE)) {
			throw setting.refuse(
					"the certificate (" + name(certificate) + ") is not made for a server: its extended key usage has "
							+ usages + ", but not serverAuth (" + SERVER_AUTH + ")",
					"Use a certificate with the extended key usage serverAuth, or without that extension.");
		}
	}

	private static @Nullable List<String> usages(Setting setting, X509Certificate certificate) {
		try {
			return certificate.getExtendedKeyUsage();
		}
		catch (CertificateParsingException ex) {
			throw setting.refuse("the extended key usage of the certificate can't be read", "Use another certificate.");
		}
	}

	private static void checkOrder(Setting setting, List<X509Certificate> chain) {
		for (int i = 1; i < chain.size(); i++) {
			if (!isIssuedBy(chain.get(i - 1), chain.get(i))) {
				throw setting.refuse(
						"its chain is not in order: certificate no. " + (i + 1) + " (" + name(chain.get(i))
								+ ") did not issue no. " + i + " (" + name(chain.get(i - 1)) + ")",
						"Put the server's certificate first, then that of its issuer, and so on, and nothing else.");
			}
		}
	}

	private @Nullable Notice validity(X509Certificate certificate) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		Instant begin = certificate.getNotBefore().toInstant();
		if (now.isBefore(begin)) {
			return new Notice(Level.WARN, "IS NOT YET VALID: it begins on " + begin + ", now it is " + now
					+ ". Clients refuse it until then.");
		}
		Notice expired = expiry(certificate);
		if (expired != null) {
			return expired;
		}
		Instant end = certificate.getNotAfter().toInstant();
		Duration left = Duration.between(now, end);
		return (left.compareTo(SOON) < 0) ? new Notice((left.compareTo(VERY_SOON) < 0) ? Level.WARN : Level.INFO,
				"ends on " + end + ", in less than " + (left.toDays() + 1) + " days.") : null;
	}

	private @Nullable Notice expiry(X509Certificate certificate) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		Instant end = certificate.getNotAfter().toInstant();
		return now.isAfter(end) ? new Notice(Level.WARN, "HAS EXPIRED: it ended on " + end + ", now it is " + now
				+ ". Clients refuse it. Replace it; it is read again when its files change.") : null;
	}

	private static boolean hasAlternativeName(X509Certificate certificate) {
		try {
			Collection<List<?>> names = certificate.getSubjectAlternativeNames();
			return names != null && !names.isEmpty();
		}
		catch (CertificateParsingException ex) {
			return false;
		}
	}

	static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
		if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
			return false;
		}
		try {
			certificate.verify(issuer.getPublicKey());
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	private static void add(List<Notice> notices, String start, @Nullable Notice notice) {
		if (notice != null) {
			notices.add(new Notice(notice.level(), start + notice.text()));
		}
	}

	private static String name(X509Certificate certificate) {
		String subject = certificate.getSubjectX500Principal().getName();
		return subject.isEmpty() ? "serial number " + certificate.getSerialNumber().toString(16) : subject;
	}

}
