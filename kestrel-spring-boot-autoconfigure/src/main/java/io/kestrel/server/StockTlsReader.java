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

package io.kestrel.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.kestrel.certificate.CertificateBundle;
import io.kestrel.certificate.Certificates;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.ClientAuth;
import io.kestrel.tls.StockTls;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.util.StringUtils;

/**
 * Reads what {@code server.ssl} says, as Spring Boot does.
 */
final class StockTlsReader {

	private StockTlsReader() {
	}

	/**
	 * Read {@code server.ssl}.
	 * @param ssl its values, {@code null} if it is not set
	 * @param sslBundles the SSL bundles
	 * @param certificates the certificates of the server
	 * @return what it says, {@code null} if it is not set or not enabled
	 */
	static @Nullable StockTls read(@Nullable Ssl ssl, @Nullable SslBundles sslBundles, Certificates certificates) {
		if (ssl == null || !Ssl.isEnabled(ssl)) {
			return null;
		}
		CertificateBundle certificate = StringUtils.hasText(ssl.getBundle())
				? certificates.certificate(bundle("server.ssl", ssl.getBundle()))
				: certificates.given(ConfigurationKey.of("server.ssl"), WebServerSslBundle.get(ssl, sslBundles));
		Map<String, CertificateBundle> serverNames = new LinkedHashMap<>();
		for (Ssl.ServerNameSslBundle name : ssl.getServerNameBundles()) {
			serverNames.put(name.serverName(), certificates
				.certificate(bundle("server.ssl.server-name-bundles[" + name.serverName() + "]", name.bundle())));
		}
		return new StockTls(certificate, serverNames, clientAuth(ssl), list(ssl.getEnabledProtocols()),
				list(ssl.getCiphers()));
	}

	private static CertificateSettings bundle(String key, @Nullable String name) {
		return new CertificateSettings(ConfigurationKey.of(key), name, null, null, null);
	}

	private static ClientAuth clientAuth(Ssl ssl) {
		return (ssl.getClientAuth() != null) ? ClientAuth.valueOf(ssl.getClientAuth().name()) : ClientAuth.NONE;
	}

	private static List<String> list(String @Nullable [] values) {
		return (values != null) ? List.of(values) : List.of();
	}

}
