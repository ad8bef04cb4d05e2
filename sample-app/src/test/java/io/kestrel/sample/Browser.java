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

package io.kestrel.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * A Chromium without a window, driven by W3C WebDriver.
 */
final class Browser implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");

	private static final String ELEMENT_KEY = "element-6066-11e4-a52e-4f735466cecf";

	private final JsonMapper json = new JsonMapper();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Process driver;

	private final URI session;

	/**
	 * Start a browser.
	 * @param tools where its programs are
	 * @param directory a directory for its profile and its log
	 * @throws IOException if it can't be started
	 */
	Browser(BrowserTools tools, Path directory) throws IOException {
		Path log = directory.resolve("chromedriver.log");
		this.driver = new ProcessBuilder(tools.driver().toString(), "--port=0").redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			Matcher port = await().atMost(TIMEOUT).until(() -> PORT.matcher(Files.readString(log)), Matcher::find);
			URI sessions = URI.create("http://localhost:" + port.group(1) + "/session");
			this.session = URI.create(sessions + "/" + createSession(sessions, tools, directory) + "/");
		}
		catch (RuntimeException ex) {
			stopDriver();
			throw ex;
		}
	}

	private String createSession(URI sessions, BrowserTools tools, Path directory) {
		Map<String, ?> options = Map.of("binary", tools.browser().toString(), "args", arguments(directory));
		Map<String, ?> capabilities = Map.of("browserName", "chrome", "acceptInsecureCerts", true, "goog:loggingPrefs",
				Map.of("browser", "ALL"), "goog:chromeOptions", options);
		return post(sessions, Map.of("capabilities", Map.of("alwaysMatch", capabilities))).get("sessionId").asString();
	}

	private static List<String> arguments(Path directory) {
		return List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--lang=en", "--user-data-dir=" + directory.resolve("profile"));
	}

	void open(String url) {
		post("url", Map.of("url", url));
	}

	/**
	 * Click on an element as a visitor does: where it is hidden or covered, this fails.
	 * @param selector which element
	 */
	void click(String selector) {
		post("element/" + find(selector) + "/click", Map.of());
	}

	/**
	 * Type into an element, in place of what is there.
	 * @param selector which element
	 * @param text what to type
	 */
	void type(String selector, String text) {
		String element = find(selector);
		post("element/" + element + "/clear", Map.of());
		post("element/" + element + "/value", Map.of("text", text));
	}

	/**
	 * Choose a file as a visitor does.
	 * @param selector which field
	 * @param file the file
	 */
	void choose(String selector, Path file) {
		post("element/" + find(selector) + "/value", Map.of("text", file.toAbsolutePath().toString()));
	}

	/**
	 * Drag a file from the desktop onto an element.
	 * @param selector which element
	 * @param file the file, or a directory
	 */
	void drop(String selector, Path file) {
		evaluate("document.querySelector(" + this.json.writeValueAsString(selector) + ").scrollIntoView()");
		JsonNode middle = evaluate("(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))"
				+ "(document.querySelector(" + this.json.writeValueAsString(selector) + ").getBoundingClientRect())");
		Map<String, ?> data = Map.of("items", List.of(), "files", List.of(file.toAbsolutePath().toString()),
				"dragOperationsMask", 1);
		for (String type : List.of("dragEnter", "dragOver", "drop")) {
			command("Input.dispatchDragEvent",
					Map.of("type", type, "x", middle.get("x"), "y", middle.get("y"), "data", data));
		}
	}

	/**
	 * Press keys, one after the other.
	 * @param keys the keys, in the codes of WebDriver where they are no characters
	 */
	void press(String... keys) {
		List<Map<String, String>> actions = Arrays.stream(keys)
			.flatMap((key) -> Stream.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key)))
			.toList();
		post("actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
	}

	private String find(String selector) {
		return post("element", Map.of("using", "css selector", "value", selector)).get(ELEMENT_KEY).asString();
	}

	/**
	 * Return what is read on an element.
	 * @param selector which element
	 * @return the visible text, empty if there is no such element
	 */
	String text(String selector) {
		return evaluate("document.querySelector(" + this.json.writeValueAsString(selector) + ")?.innerText ?? ''")
			.asString();
	}

	JsonNode evaluate(String expression) {
		return post("execute/sync", Map.of("script", "return " + expression, "args", List.of()));
	}

	/**
	 * Return what the page wrote to the console since the last call, such as errors.
	 * @return the messages
	 */
	List<String> console() {
		return post("se/log", Map.of("type", "browser")).valueStream()
			.map((entry) -> entry.get("message").asString())
			.toList();
	}

	/**
	 * Pretend to be another device.
	 * @param width width of the window in CSS pixels
	 * @param colorScheme light or dark
	 */
	void emulate(int width, String colorScheme) {
		command("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 900, "deviceScaleFactor", 2, "mobile", width < 600));
		command("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
	}

	/**
	 * Pretend that the line to the server is slow.
	 * @param bytesPerSecond how much is sent in a second, -1 for as much as can be
	 */
	void throttleUploads(int bytesPerSecond) {
		command("Network.enable", Map.of());
		command("Network.emulateNetworkConditions",
				Map.of("offline", false, "latency", 0, "downloadThroughput", -1, "uploadThroughput", bytesPerSecond));
	}

	/**
	 * Take a picture of the whole page.
	 * @param file where to write it
	 * @throws IOException if it can't be written
	 */
	void takeScreenshot(Path file) throws IOException {
		JsonNode picture = command("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
		Files.createDirectories(file.getParent());
		Files.write(file, Base64.getDecoder().decode(picture.get("data").asString()));
	}

	private JsonNode command(String name, Map<String, ?> parameters) {
		return post("goog/cdp/execute", Map.of("cmd", name, "params", parameters));
	}

	private JsonNode post(String command, Object body) {
		return post(this.session.resolve(command), body);
	}

	private JsonNode post(URI uri, Object body) {
		return send(HttpRequest.newBuilder(uri)
			.timeout(TIMEOUT)
			.POST(BodyPublishers.ofString(this.json.writeValueAsString(body)))
			.build());
	}

	private JsonNode send(HttpRequest request) {
		try {
			HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IllegalStateException(request.uri().getPath() + ": " + response.body());
			}
			return this.json.readTree(response.body()).get("value");
		}
		catch (IOException ex) {
			throw new IllegalStateException("No answer from chromedriver", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		try {
			URI uri = URI.create(this.session.toString().replaceAll("/$", ""));
			send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).DELETE().build());
		}
		finally {
			stopDriver();
		}
	}

	private void stopDriver() {
		this.driver.destroy();
		this.driver.onExit().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
	}

}
