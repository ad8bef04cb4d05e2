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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows that the commands by which clients are made to trust the development certificate
 * do so, with a server that is not ours.
 */
class DevelopmentCertificateIntegrationTests {

	@TempDir
	Path home;

	private Certificates certificates;

	private HttpsServer server;

	@BeforeEach
	void start() throws IOException {
		this.certificates = new Certificates(new DefaultSslBundleRegistry(), new DefaultResourceLoader(),
				Duration.ofSeconds(10), InstantSource.system(), this.home.resolve("with a blank"));
		this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server
			.setHttpsConfigurator(new HttpsConfigurator(this.certificates.development().get().createSslContext()));
		this.server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, 7);
			exchange.getResponseBody().write("trusted".getBytes());
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
		this.certificates.close();
	}

	@Test
	void curl() throws Exception {
		Tool.require("curl");
		String port = String.valueOf(this.server.getAddress().getPort());
		String command = command("curl").replace("<port>", port).replaceFirst("curl", "curl -sS -m 20 --noproxy '*'");
		assertThat(run(command)).isEqualTo("trusted");
		assertThat(run(command.replace("localhost:", "127.0.0.1:"))).isEqualTo("trusted");
		assertThat(run(command.replace("https://localhost",
				"--resolve shop.dev.localhost:" + port + ":127.0.0.1 https://shop.dev.localhost")))
			.isEqualTo("trusted");
		assertThat(run(command.replaceFirst("--cacert \\S*\"[^\"]*\"", ""))).contains("SSL certificate problem");
	}

	@Test
	void keytool() throws Exception {
		Path store = Files.createDirectory(this.home.resolve("jdk")).resolve("cacerts");
		String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		String command = command("keytool").replaceFirst("keytool", "'" + tool + "'")
			.replace("-cacerts", "-keystore " + store);
		assertThat(run(command)).contains("added to keystore");
		KeyStore trusted = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
		assertThat(trusted.getCertificate("kestrel-localhost"))
			.isEqualTo(this.certificates.development().chain().get(0));
	}

	@Test
	void certutil() throws Exception {
		Tool.require("certutil");
		Path database = Files.createDirectories(this.home.resolve(".pki/nssdb"));
		run("certutil -d sql:" + database + " -N --empty-password");
		assertThat(run("HOME=" + this.home + "; " + command("certutil"))).isEmpty();
		assertThat(run("certutil -d sql:" + database + " -L -n kestrel-localhost")).contains("CN=localhost")
			.contains("Trusted");
		assertThat(run("certutil -d sql:" + database + " -V -u V -n kestrel-localhost"))
			.contains("certificate is valid");
	}

	private String command(String program) {
		return this.certificates.howToTrustDevelopment()
			.lines()
			.filter((line) -> line.contains(" " + program + " "))
			.map((line) -> line.substring(line.indexOf(" " + program + " ")).trim())
			.findFirst()
			.orElseThrow();
	}

	private static String run(String command) throws Exception {
		return Tool.run(List.of("sh", "-c", command));
	}

}
