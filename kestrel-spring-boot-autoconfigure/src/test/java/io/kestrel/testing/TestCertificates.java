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

package io.kestrel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Certificates made at run time with the JDK's keytool, and clients that trust anything.
 */
public final class TestCertificates {

	public static final String PASSWORD = "secret";

	private TestCertificates() {
	}

	/**
	 * Return a PKCS#12 key store for localhost that is made once, for all tests that do
	 * not care which certificate the server has.
	 */
	public static Path keyStore() {
		return Shared.KEY_STORE;
	}

	/**
	 * Make a PKCS#12 key store for localhost.
	 */
	public static Path keyStore(Path directory) throws IOException, InterruptedException {
		Path store = directory.resolve("localhost.p12");
		Process process = new ProcessBuilder(List.of(
				Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
				"localhost", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1",
				"-validity", "30", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes());
		if (process.waitFor() != 0 || !Files.exists(store)) {
			throw new IOException(output);
		}
		return store;
	}

	/**
	 * Return a context that trusts every server.
	 */
	public static SSLContext trustAll() throws java.security.GeneralSecurityException {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trustEverybody(), null);
		return context;
	}

	static TrustManager[] trustEverybody() {
		return new TrustManager[] { new TrustEverybody() };
	}

	private static final class Shared {

		private static final Path KEY_STORE = make();

		private static Path make() {
			try {
				Path directory = Files.createTempDirectory("kestrel");
				directory.toFile().deleteOnExit();
				Path store = keyStore(directory);
				store.toFile().deleteOnExit();
				return store;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	private static final class TrustEverybody implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
