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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import io.kestrel.testing.Ports;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for hostile requests that come through a proxy: what the proxy forwards and what
 * the application sees must be the same requests.
 */
class ProxyInFrontIntegrationTests {

	private static final int TIMEOUT_SECONDS = 30;

	private static final int CLIENTS = 8;

	private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a.example\r\n\r\n";

	private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

	private final TestServer server = new TestServer(handler());

	@TempDir
	private Path directory;

	private Process proxy;

	@BeforeEach
	void start() {
		this.server.urls("http://127.0.0.1:0").start();
	}

	@AfterEach
	void stop() throws InterruptedException {
		if (this.proxy != null) {
			this.proxy.destroyForcibly().waitFor();
		}
		this.server.close();
	}

	private HttpHandler handler() {
		return (request, response) -> DataBufferUtils.join(request.getBody()).map((body) -> {
			int length = body.readableByteCount();
			DataBufferUtils.release(body);
			return length;
		})
			.defaultIfEmpty(0)
			.doOnNext((length) -> this.seen.add(describe(request)))
			.flatMap((length) -> response.setComplete())
			.onErrorResume(
					(ex) -> Mono.fromRunnable(() -> response.setRawStatusCode(400)).then(response.setComplete()));
	}

	private static String describe(ServerHttpRequest request) {
		return request.getMethod() + " " + request.getURI().getRawPath();
	}

	@ParameterizedTest
	@EnumSource
	void proxyAndApplicationSeeTheSameRequests(Proxy kind) throws Exception {
		Tool.require(kind.program);
		int port = startProxy(kind);
		List<String> requests = hostileRequests();
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			for (Future<?> done : clients
				.invokeAll(requests.stream().map((request) -> exchange(port, request)).toList())) {
				done.get();
			}
		}
		finally {
			clients.shutdown();
		}
		exchange(port, "GET /last HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n").call();
		Path log = this.directory.resolve("log");
		await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).until(() -> Files.readString(log).contains("/last"));
		List<String> forwarded = Files.readAllLines(log)
			.stream()
			.filter((line) -> line.startsWith("200 "))
			.map((line) -> line.substring("200 ".length()))
			.toList();
		assertThat(this.seen).containsExactlyInAnyOrderElementsOf(forwarded);
		// Some are harmless, so that the comparison is one.
		assertThat(this.seen).hasSizeGreaterThan(5).hasSizeLessThan(requests.size());
	}

	private int startProxy(Proxy kind) throws IOException {
		int port = Ports.free();
		Path configuration = this.directory.resolve("configuration");
		Files.writeString(configuration,
				kind.configuration.apply(port, this.server.port(0)).replace("DIRECTORY", this.directory.toString()));
		this.proxy = new ProcessBuilder(kind.command(configuration)).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve((kind == Proxy.HAPROXY) ? "log" : "output").toFile())
			.start();
		await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).ignoreExceptions().until(() -> {
			new Socket("127.0.0.1", port).close();
			return true;
		});
		return port;
	}

	/* The proxies end what is incomplete within a second. */
	private static Callable<Void> exchange(int port, String request) {
		return () -> {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress("127.0.0.1", port));
				socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
				socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
				socket.getInputStream().readAllBytes();
			}
			catch (IOException ex) {
				// Closed before all was sent.
				assertThat(ex).hasMessageNotContaining("timed out");
			}
			return null;
		};
	}

	private static List<String> hostileRequests() {
		List<String> requests = new ArrayList<>();
		hostileFields().forEach((fields) -> {
			requests.add(post(requests.size(), fields, "5\r\nhello\r\n0\r\n\r\n" + SMUGGLED));
			requests.add(post(requests.size(), fields, "0\r\n\r\n" + SMUGGLED));
			requests.add(post(requests.size(), fields, "hello" + SMUGGLED));
		});
		hostileChunks().forEach(
				(chunks) -> requests.add(post(requests.size(), "Transfer-Encoding: chunked\r\n", chunks + SMUGGLED)));
		hostileHeads().forEach((head) -> requests.add(head.replace("/path", "/" + requests.size())));
		return requests;
	}

	private static String post(int number, String fields, String body) {
		return "POST /" + number + " HTTP/1.1\r\nHost: a.example\r\n" + fields + "\r\n" + body;
	}

	private static Stream<String> hostileFields() {
		return Stream.of("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
				"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "Transfer-Encoding: xchunked\r\n",
				"Transfer-Encoding : chunked\r\nContent-Length: 5\r\n",
				"Transfer-Encoding\t: chunked\r\nContent-Length: 5\r\n",
				"Transfer-Encoding: chunked, identity\r\nContent-Length: 5\r\n",
				"Transfer-Encoding: identity, chunked\r\n", "Transfer-Encoding: \u000bchunked\r\nContent-Length: 5\r\n",
				"Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n",
				"Transfer-Encoding: \"chunked\"\r\nContent-Length: 5\r\n",
				"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
				"Transfer_Encoding: chunked\r\nContent-Length: 5\r\n",
				"X: y\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n",
				"X: y\rTransfer-Encoding: chunked\r\nContent-Length: 5\r\n",
				"Transfer-Encoding: chunked\u0000\r\nContent-Length: 5\r\n", "Content-Length: +5\r\n",
				"Content-Length: 05\r\n", "Content-Length: 0x5\r\n", "Content-Length: 5 5\r\n",
				"Content-Length: 5, 5\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n",
				"Content-Length: 5\r\nContent-Length: 5\r\n", "Content-Length: -5\r\n", "Content-Length:\r\n",
				"Content-Length: 18446744073709551621\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: CHUNKED\r\n");
	}

	private static Stream<String> hostileChunks() {
		return Stream.of("5 \r\nhello\r\n0\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n", "+5\r\nhello\r\n0\r\n\r\n",
				"-5\r\nhello\r\n0\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n", "5\nhello\n0\n\n", "5;a\nhello\r\n0\r\n\r\n",
				"5;a=\"\r\nhello\r\n0\r\n\r\n", "5;\r\nhello\r\n0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n",
				"100000005\r\nhello\r\n0\r\n\r\n", "00000000000000005\r\nhello\r\n0\r\n\r\n",
				"5\r\nhello\r\n0\r\nContent-Length: 40\r\n\r\n", "5\r\nhello\r\n0\r\nHost: b.example\r\n\r\n",
				"5\r\nhello\r\n0\r\nX-Trailer: y\r\n\r\n", "5\r\nhello\r\n0\r\n\n", "5\r\nhello\r\n00\r\n\r\n");
	}

	private static Stream<String> hostileHeads() {
		return Stream.of("GET /path HTTP/1.1\nHost: a.example\n\n" + SMUGGLED,
				"GET /path HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
				"GET /path HTTP/1.1\r\nHost: a.example\r\n X: y\r\n\r\n",
				"GET  /path  HTTP/1.1\r\nHost: a.example\r\n\r\n",
				"GET http://b.example/path HTTP/1.1\r\nHost: a.example\r\n\r\n",
				"GET http://a.example/path HTTP/1.1\r\nHost: a.example\r\n\r\n",
				"GET /path#/../smuggled HTTP/1.1\r\nHost: a.example\r\n\r\n",
				"GET /path HTTP/1.1 \r\nHost: a.example\r\n\r\n", "GET /path HTTP/1.2\r\nHost: a.example\r\n\r\n",
				"GET /path HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello" + SMUGGLED, "GET /path\r\n\r\n" + SMUGGLED,
				"GET /path HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\n\r\nhello" + SMUGGLED,
				"\r\n\r\nGET /path HTTP/1.1\r\nHost: a.example\r\n\r\n" + SMUGGLED,
				"GET /path\u0000 HTTP/1.1\r\nHost: a.example\r\n\r\n", "GET /path HTTP/1.1\r\nHost: a b\r\n\r\n",
				"HEAD /path HTTP/1.1\r\nHost: a.example\r\nContent-Length: 64\r\n\r\n" + SMUGGLED,
				"GET /path HTTP/1.1\r\nHost: a.example\r\nConnection: Content-Length\r\nContent-Length: 60\r\n\r\n"
						+ SMUGGLED,
				"GET /path HTTP/1.1\r\nHost: a.example\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n"
						+ "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n" + SMUGGLED);
	}

	/**
	 * A proxy that logs the status, method and path of each request that it forwards.
	 */
	enum Proxy {

		NGINX("nginx", (port, backend) -> """
				daemon off; master_process off; pid DIRECTORY/pid; error_log DIRECTORY/error;
				events { worker_connections 256; }
				http {
					log_format forwarded '$upstream_status $request_method $uri';
					access_log DIRECTORY/log forwarded;
					client_body_temp_path DIRECTORY/body; proxy_temp_path DIRECTORY/proxy;
					fastcgi_temp_path DIRECTORY/f; uwsgi_temp_path DIRECTORY/u; scgi_temp_path DIRECTORY/s;
					keepalive_timeout 100ms; client_header_timeout 100ms; client_body_timeout 100ms;
					lingering_close off; underscores_in_headers on; ignore_invalid_headers off;
					upstream application { server 127.0.0.1:BACKEND; keepalive 4; }
					server {
						listen 127.0.0.1:PORT;
						location / {
							proxy_pass http://application; proxy_http_version 1.1;
							proxy_set_header Connection ""; proxy_request_buffering off;
						}
					}
				}
				""", "nginx", "-e", "DIRECTORY/error", "-c"),

		HAPROXY("haproxy", (port, backend) -> """
				global
					log stdout format raw local0
				defaults
					mode http
					log global
					log-format "%ST %HM %HPO"
					timeout connect 5s
					timeout server 5s
					timeout client 100ms
					timeout http-request 100ms
					timeout http-keep-alive 100ms
				frontend in
					bind 127.0.0.1:PORT
					default_backend application
				backend application
					http-reuse always
					server one 127.0.0.1:BACKEND
				""", "haproxy", "-f");

		private final String program;

		private final BiFunction<Integer, Integer, String> configuration;

		private final List<String> command;

		Proxy(String program, BiFunction<Integer, Integer, String> configuration, String... command) {
			this.program = program;
			this.configuration = (port, backend) -> configuration.apply(port, backend)
				.replace("PORT", port.toString())
				.replace("BACKEND", backend.toString());
			this.command = Arrays.asList(command);
		}

		private List<String> command(Path configuration) {
			String directory = configuration.getParent().toString();
			return Stream
				.concat(this.command.stream().map((word) -> word.replace("DIRECTORY", directory)),
						Stream.of(configuration.toString()))
				.toList();
		}

	}

}
