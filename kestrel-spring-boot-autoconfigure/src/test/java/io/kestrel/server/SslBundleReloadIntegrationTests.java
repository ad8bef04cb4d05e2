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

import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLSocket;

import io.kestrel.testing.TestCertificates;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.web.server.Ssl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows that the reload of an SSL bundle, which Spring Boot's own server has, reaches
 * every endpoint that was derived from it.
 */
class SslBundleReloadIntegrationTests {

	@AutoClose
	private final TestServer server = new TestServer((request, response) -> response.setComplete());

	@TempDir
	Path first;

	@TempDir
	Path second;

	@Test
	void newHandshakesOnEveryEndpointGetTheNewCertificate() throws Exception {
		KeyStore before = keyStore(this.first);
		KeyStore after = keyStore(this.second);
		DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry("web", bundle(before));
		this.server.urls("https://127.0.0.1:0;https://[::1]:0").factory((factory) -> {
			factory.setSslBundles(registry);
			factory.setSsl(Ssl.forBundle("web"));
		}).start();
		assertThat(serial("127.0.0.1", 0)).isEqualTo(serial(before)).isEqualTo(serial("::1", 1));
		registry.updateBundle("web", bundle(after));
		assertThat(serial("127.0.0.1", 0)).isEqualTo(serial(after)).isEqualTo(serial("::1", 1));
	}

	private static KeyStore keyStore(Path directory) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(TestCertificates.keyStore(directory))) {
			store.load(in, TestCertificates.PASSWORD.toCharArray());
		}
		return store;
	}

	private static SslBundle bundle(KeyStore store) {
		return SslBundle.of(SslStoreBundle.of(store, TestCertificates.PASSWORD, null));
	}

	private static BigInteger serial(KeyStore store) throws Exception {
		return ((X509Certificate) store.getCertificate("localhost")).getSerialNumber();
	}

	private BigInteger serial(String host, int index) throws Exception {
		try (SSLSocket socket = (SSLSocket) TestCertificates.trustAll()
			.getSocketFactory()
			.createSocket(host, this.server.port(index))) {
			socket.startHandshake();
			return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
		}
	}

}
