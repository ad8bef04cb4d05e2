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

package io.kestrel.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.kestrel.autoconfigure.WebSocketApplication.Seen;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebSockets of Chromium. Its page comes from an application of its own, which hears from
 * it also when the WebSockets' server is gone.
 */
class WebSocketBrowserIntegrationTests {

	private static final List<String> ENDPOINTS = List.of("clear", "tls", "tls2");

	private static final int TIMEOUT_SECONDS = 60;

	@TempDir
	Path directory;

	@Test
	void chromium() throws Exception {
		Tool.require("chromium");
		try (TestApplication pages = TestApplication.with(Pages.class).run("--server.urls=http://127.0.0.1:0");
				WebSocketApplication application = new WebSocketApplication(this.directory)) {
			List<String> urls = ENDPOINTS.stream().map((endpoint) -> application.url(endpoint) + "/echo").toList();
			Process browser = open("http://127.0.0.1:" + pages.port(0) + "/page?urls=" + String.join(",", urls));
			try {
				BlockingQueue<String> reports = pages.context().getBean(Pages.class).reports;
				for (String url : urls) {
					assertThat(reports.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS))
						.isEqualTo(url + " open chat permessage-deflate, text κόσμε, binary 0,255,7, text of 60000");
				}
				assertThat(reports.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo("all are open");
				assertOnlyHttp2NeedsNoConnection(List.copyOf(application.seen()));
				application.close();
				List<String> ends = new ArrayList<>();
				for (int i = 0; i < urls.size(); i++) {
					ends.add(reports.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS));
				}
				assertThat(ends).containsExactlyInAnyOrderElementsOf(
						urls.stream().map((url) -> url + " close 1001 clean").toList());
			}
			finally {
				stop(browser);
			}
		}
	}

	private static void assertOnlyHttp2NeedsNoConnection(List<Seen> seen) {
		for (String endpoint : ENDPOINTS) {
			Seen page = find(seen, endpoint, "/hello");
			Seen socket = find(seen, endpoint, "/echo");
			boolean http2 = "tls2".equals(endpoint);
			assertThat(socket.method()).as(endpoint).isEqualTo(http2 ? "CONNECT" : "GET");
			assertThat(socket.connection().equals(page.connection())).as(endpoint).isEqualTo(http2);
		}
	}

	private static Seen find(List<Seen> seen, String endpoint, String path) {
		List<Seen> found = seen.stream()
			.filter((request) -> endpoint.equals(request.endpoint()) && path.equals(request.path()))
			.toList();
		assertThat(found).as(endpoint + path).hasSize(1);
		return found.get(0);
	}

	private Process open(String url) throws Exception {
		return new ProcessBuilder("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
				"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--ignore-certificate-errors", "--remote-debugging-port=0",
				"--user-data-dir=" + this.directory.resolve("profile"), url)
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("chromium.log").toFile())
			.start();
	}

	/* And what it has started, so that nothing writes to its directory any more. */
	private static void stop(Process browser) throws InterruptedException {
		List<ProcessHandle> all = new ArrayList<>(browser.descendants().toList());
		all.add(browser.toHandle());
		all.forEach(ProcessHandle::destroyForcibly);
		browser.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		all.forEach((process) -> process.onExit().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join());
	}

	@RestController
	static class Pages {

		private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

		@GetMapping(path = "/page", produces = MediaType.TEXT_HTML_VALUE)
		String page() throws Exception {
			return new ClassPathResource("clients/websocket.html").getContentAsString(StandardCharsets.UTF_8);
		}

		@PostMapping("/report")
		void report(@RequestBody String text) {
			this.reports.add(text);
		}

	}

}
