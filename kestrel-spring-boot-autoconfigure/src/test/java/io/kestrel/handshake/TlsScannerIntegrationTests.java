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

package io.kestrel.handshake;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.kestrel.https.PlainHttp;
import io.kestrel.testing.Tool;
import io.kestrel.tls.TlsDefaults;
import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import reactor.netty.http.HttpProtocol;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TlsDefaults} by scanners that no one here wrote. They take their time,
 * so that all scan all rows at once.
 */
@Execution(ExecutionMode.CONCURRENT)
class TlsScannerIntegrationTests {

	private static final File NOTHING = new File("/dev/null");

	@TempDir
	Path directory;

	@Test
	void testsslFindsNothingWrong() {
		Tool.require("testssl");
		atOnce(TlsRow.few(), this::testssl);
	}

	private void testssl(TlsRow row) throws Exception {
		TestAuthority authority = TestAuthority.of(row.algorithm());
		Path files = Files.createDirectory(this.directory.resolve(row.provider().name()));
		Path report = files.resolve("report.json");
		try (TlsServer server = start(row, authority)) {
			// Protocols, groups of cipher suites, forward secrecy, all known attacks.
			String output = scan("testssl", "--quiet", "--color", "0", "--warnings", "off", "--ip", "one", "--jsonfile",
					report.toString(), "--add-ca", authority.rootFile(files).toString(), "-p", "-s", "-f", "-U",
					"localhost:" + server.port());
			assertThat(output).as(row.toString())
				.contains("TLS 1.3")
				.doesNotContain("NOT ok")
				.doesNotContain("Fatal error");
		}
		assertThat(JsonParserFactory.getJsonParser().parseList(Files.readString(report))).as(row.toString())
			.hasSizeGreaterThan(25)
			.noneMatch((finding) -> finding.toString().matches(".*severity=(LOW|MEDIUM|HIGH|CRITICAL|WARN|FATAL).*"));
	}

	@Test
	void sslscanFindsOnlyWhatIsOffered() {
		Tool.require("sslscan");
		atOnce(TlsRow.all(), this::sslscan);
	}

	private void sslscan(TlsRow row) throws Exception {
		try (TlsServer server = start(row, TestAuthority.of(row.algorithm()))) {
			String output = scan("sslscan", "--no-colour", "localhost:" + server.port());
			assertThat(output).as(row.toString())
				.containsPattern("TLSv1.3 +enabled")
				.containsPattern("TLSv1.2 +enabled");
			for (String old : List.of("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1")) {
				assertThat(output).as(row.toString()).containsPattern(old + " +disabled");
			}
			assertThat(output).as(row.toString())
				.contains("Session renegotiation not supported")
				.doesNotContainPattern("(?m)^TLSv1\\.\\d vulnerable")
				.doesNotContainPattern("TLSv1\\.[23] +\\d+ bits +.*(CBC|RC4|DES|NULL|MD5|-SHA )");
		}
	}

	private static void atOnce(List<TlsRow> rows, Scan scan) {
		List<CompletableFuture<Void>> running = rows.stream().map((row) -> CompletableFuture.runAsync(() -> {
			try {
				scan.run(row);
			}
			catch (Exception ex) {
				throw new CompletionException(ex);
			}
		}, (task) -> new Thread(task, "scan").start())).toList();
		CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new)).join();
	}

	private static String scan(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(NOTHING).start();
		process.onExit().orTimeout(5, TimeUnit.MINUTES).exceptionally((ex) -> process.destroyForcibly());
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	private static TlsServer start(TlsRow row, TestAuthority authority) throws Exception {
		X509Bundle certificate = authority.server("localhost");
		SslContext context = TestAuthority.context(row.provider(), certificate, "h2", "http/1.1").build();
		TlsHost host = new TlsHost("*", context, true, TlsServer.TIMEOUT);
		return TlsServer.start(context, true, PlainHttp.REJECT, (name) -> host, HttpProtocol.H2, HttpProtocol.HTTP11);
	}

	@FunctionalInterface
	private interface Scan {

		void run(TlsRow row) throws Exception;

	}

}
