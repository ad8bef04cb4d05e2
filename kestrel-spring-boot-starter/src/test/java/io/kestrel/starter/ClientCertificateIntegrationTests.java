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

package io.kestrel.starter;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import io.kestrel.feature.ServerAddressesFeature;
import io.kestrel.feature.TlsHandshakeFeature;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Login to Spring Security with a client certificate, by the JDK's client and by curl.
 */
class ClientCertificateIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	/** What a client says that got no answer. */
	private static final String NO_ANSWER = "no answer";

	private static final Map<String, @Nullable X509Bundle> CERTIFICATES = new HashMap<>();

	private static final Map<String, ConfigurableApplicationContext> SERVERS = new HashMap<>();

	private static X509Bundle authority;

	@BeforeAll
	static void start() throws Exception {
		authority = authority("CN=Birds");
		CERTIFICATES.put("known", client("CN=kes, OU=Falcons", authority));
		CERTIFICATES.put("unknown", client("CN=osprey", authority));
		// Of the same name, or the JDK would not even send it.
		CERTIFICATES.put("untrusted", client("CN=kes", authority("CN=Birds")));
		CERTIFICATES.put("none", null);
		for (String clientAuth : List.of("want", "need")) {
			SERVERS.put(clientAuth, run(clientAuth));
		}
	}

	@AfterAll
	static void stop() {
		SERVERS.values().forEach(ConfigurableApplicationContext::close);
	}

	private static X509Bundle authority(String name) throws Exception {
		return new CertificateBuilder().ecp256().subject(name).setIsCertificateAuthority(true).buildSelfSigned();
	}

	private static X509Bundle client(String name, X509Bundle authority) throws Exception {
		return new CertificateBuilder().ecp256().subject(name).addExtendedKeyUsageClientAuth().buildIssuedBy(authority);
	}

	private static ConfigurableApplicationContext run(String clientAuth) throws Exception {
		X509Bundle server = new CertificateBuilder().ecp256()
			.subject("CN=localhost")
			.addSanIpAddress("127.0.0.1")
			.addExtendedKeyUsageServerAuth()
			.buildIssuedBy(authority);
		return new SpringApplicationBuilder(Application.class).run("--server.urls=https://127.0.0.1:0",
				"--server.http2.enabled=true", "--server.ssl.bundle=web", "--server.ssl.client-auth=" + clientAuth,
				"--spring.ssl.bundle.pem.web.keystore.certificate=" + server.toTempCertChainPem(),
				"--spring.ssl.bundle.pem.web.keystore.private-key=" + server.toTempPrivateKeyPem(),
				"--spring.ssl.bundle.pem.web.truststore.certificate=" + authority.toTempRootCertPem(),
				"--spring.main.web-application-type=reactive", "--spring.cloud.gateway.server.webflux.enabled=false",
				"--springdoc.api-docs.enabled=false", "--springdoc.swagger-ui.enabled=false");
	}

	private static String url(String clientAuth) {
		return SERVERS.get(clientAuth).getBean(ServerAddressesFeature.class).getAddresses().get(0) + "/";
	}

	@ParameterizedTest
	@CsvSource({ "want, known, 200 kes", "want, unknown, 401", "want, none, 401", "want, untrusted, " + NO_ANSWER,
			"need, known, 200 kes", "need, unknown, 401", "need, none, " + NO_ANSWER, "need, untrusted, " + NO_ANSWER })
	void certificateIsTheLogin(String clientAuth, String certificate, String expected) throws Exception {
		for (Version version : Version.values()) {
			assertThat(getWithJdk(url(clientAuth), CERTIFICATES.get(certificate), version)).as(version.name())
				.isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@CsvSource({ "want, known, 200 kes", "want, unknown, 401", "want, none, 401", "want, untrusted, " + NO_ANSWER,
			"need, known, 200 kes", "need, unknown, 401", "need, none, " + NO_ANSWER, "need, untrusted, " + NO_ANSWER })
	@EnabledIf(value = "curlIsInstalledOrRequired", disabledReason = "This test needs the program \"curl\" on the PATH")
	void certificateIsTheLoginOfCurl(String clientAuth, String certificate, String expected) throws Exception {
		for (String version : List.of("1.1", "2")) {
			assertThat(getWithCurl(url(clientAuth), CERTIFICATES.get(certificate), version)).as(version)
				.isEqualTo(expected);
		}
	}

	private static String getWithJdk(String url, @Nullable X509Bundle certificate, Version version) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		KeyManager[] keys = (certificate != null) ? certificate.toKeyManagerFactory().getKeyManagers() : null;
		context.init(keys, new TrustManager[] { authority.toTrustManager() }, null);
		HttpClient client = HttpClient.newBuilder()
			.sslContext(context)
			.version(version)
			.connectTimeout(TIMEOUT)
			.build();
		try {
			HttpResponse<String> response = client
				.send(HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(), BodyHandlers.ofString());
			assertThat(response.version()).isEqualTo(version);
			return describe(response.statusCode(), response.body());
		}
		catch (HttpTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			return NO_ANSWER;
		}
	}

	private static String getWithCurl(String url, @Nullable X509Bundle certificate, String version) throws Exception {
		List<String> command = new ArrayList<>(List.of("curl", "-s", "-m", String.valueOf(TIMEOUT.toSeconds()), "-w",
				"\n%{http_code}\n%{http_version}", "--cacert", authority.toTempRootCertPem().getPath(),
				"--http" + version, url));
		if (certificate != null) {
			command.addAll(List.of("--cert", certificate.toTempCertChainPem().getPath(), "--key",
					certificate.toTempPrivateKeyPem().getPath()));
		}
		Process curl = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
		String[] lines = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
		if (curl.waitFor() != 0) {
			assertThat(curl.exitValue()).as("28 is a timeout").isNotEqualTo(28);
			return NO_ANSWER;
		}
		assertThat(lines[2]).isEqualTo(version);
		return describe(Integer.parseInt(lines[1]), lines[0]);
	}

	private static String describe(int status, String body) {
		return (status == 200) ? "200 " + body : String.valueOf(status);
	}

	static boolean curlIsInstalledOrRequired() {
		return Boolean.parseBoolean(System.getenv("CI")) || Pattern.compile(File.pathSeparator)
			.splitAsStream(System.getenv().getOrDefault("PATH", ""))
			.anyMatch((directory) -> new File(directory, "curl").canExecute());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@Bean
		SecurityWebFilterChain certificateLogin(ServerHttpSecurity http) {
			return http.x509(Customizer.withDefaults())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(User.withUsername("kes").password("").roles("USER").build());
		}

		@GetMapping("/")
		String name(Principal user, TlsHandshakeFeature handshake, ServerHttpRequest request) {
			SslInfo sslInfo = request.getSslInfo();
			X509Certificate certificate = handshake.getClientCertificate();
			boolean same = sslInfo != null && certificate != null
					&& certificate.equals(sslInfo.getPeerCertificates()[0]);
			return user.getName() + (same ? "" : " with another certificate");
		}

	}

}
