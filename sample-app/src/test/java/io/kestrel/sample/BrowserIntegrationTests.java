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
import java.nio.file.Path;
import java.time.Duration;

import io.kestrel.feature.ServerAddressesFeature;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the page of the sample application, in a browser. Its pictures are in
 * {@code target/browser}.
 */
@EnabledIf(value = "io.kestrel.sample.BrowserTools#areInstalledOrRequired", disabledReason = BrowserTools.MISSING)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "server.urls=http://localhost:5000;http://127.0.0.1:5080;http://unix:/tmp/sample.sock")
class BrowserIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int DESKTOP = 1280;

	private static final int PHONE = 390;

	@TempDir
	private static Path directory;

	private static Browser browser;

	private static final int TOO_LARGE = 40_000_000;

	private static final String PROGRESS = "document.querySelector('progress').value";

	private static final String TAB = "\uE004";

	private static final String ENTER = "\uE007";

	@LocalServerPort
	private int port;

	@Autowired
	private ServerAddressesFeature addresses;

	@BeforeAll
	static void startBrowser() throws IOException {
		browser = new Browser(BrowserTools.find(), directory);
	}

	@AfterAll
	static void closeBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void openPage() {
		browser.emulate(DESKTOP, "light");
		open(this.port);
	}

	@Test
	void addressesAreThoseOfTheServer() {
		String shown = "[...document.querySelectorAll('.address')].map((address) => address.textContent)";
		assertThat(browser.evaluate(shown).valueStream().map(JsonNode::asString))
			.containsExactlyElementsOf(this.addresses.getAddresses());
		String path = this.addresses.getAddresses().get(2).substring("http://unix:".length());
		assertThat(browser.text("#addresses code"))
			.isEqualTo("curl --unix-socket " + path + " http://localhost/api/server");
		assertThat(browser.text("#addresses li:first-child")).contains("you are here");
		assertThat(browser.text("#addresses li:nth-child(2)")).doesNotContain("you are here");
	}

	@Test
	void factsTellHowThePageArrived() {
		assertThat(browser.text("#facts")).contains(":" + this.port, "HTTP/1.1", "Kestrel for Spring Boot");
	}

	@Test
	void curlCommandCanBeCopied() {
		browser.click("#addresses .copy");
		await().atMost(TIMEOUT).until(() -> browser.text("#addresses .copy"), (label) -> !label.equals("Copy"));
		assertThat(browser.text("#addresses .copy")).isIn("Copied", "Selected");
	}

	@Test
	void greetingAnswers() {
		browser.type("#greeting input", "Grace & Co");
		assertThat(browser.text("#greeting .request")).isEqualTo("GET /api/greetings/Grace%20%26%20Co");
		browser.click("#greeting [type=submit]");
		awaitText("#greeting .outcome", "200 OK");
		assertThat(browser.text("#greeting pre")).contains("\"Hello, Grace & Co!\"");
	}

	@Test
	void echoAnswersWithBody() {
		browser.type("#echo textarea", "first\nsecond ä");
		browser.click("#echo [type=submit]");
		awaitText("#echo .outcome", "200 OK");
		assertThat(browser.text("#echo pre")).isEqualTo("first\nsecond ä");
	}

	@Test
	void slowRequestCanBeStopped() {
		browser.type("#slow input", "60");
		browser.click("#slow [type=submit]");
		awaitText("#slow .outcome", "Waiting");
		browser.click("#slow .stop");
		awaitText("#slow .outcome", "Stopped by you.");
	}

	@Test
	void clockTicksUntilStopped() {
		browser.click("#clock [type=submit]");
		await().atMost(TIMEOUT).until(() -> browser.text("#clock pre").lines().count() >= 2);
		browser.click("#clock .stop");
		awaitText("#clock .outcome", "Stopped by you.");
	}

	@Test
	void webSocketEchoesUntilClosed() {
		browser.click("#socket [type=submit]");
		awaitText("#socket pre", "← Kee-kee-kee");
		browser.type("#socket input", "again");
		browser.click("#socket [type=submit]");
		awaitText("#socket pre", "← again");
		browser.click("#socket .stop");
		awaitText("#socket .outcome", "Closed by you (code 1000).");
	}

	@Test
	void downloadArrivesWhole() {
		browser.click("#download [type=submit]");
		awaitText("#download .outcome", "200 OK");
		assertThat(browser.text("#download pre")).contains("10,200,000 bytes", "kestrels.txt");
	}

	@Test
	void uploadIsCountedWithProgress() throws IOException {
		assertThat(browser.text("#upload-limit option")).isEqualTo("server’s limit (28.6 MB)");
		assertThat(browser.text("#upload-limit option:nth-child(2)")).isEqualTo("1 MB by annotation");
		browser.choose("#upload-file", SparseFile.create(directory, 20_000_000));
		awaitText("#upload .outcome", "200 OK");
		assertThat(browser.text("#upload pre")).contains("\"bytes\": 20000000");
		assertThat(browser.text(".sent")).isEqualTo("100 %, 19.1 MB of 19.1 MB");
		assertThat(browser.evaluate(PROGRESS).asInt()).isEqualTo(100);
		assertThat(browser.text("#upload .explanation")).isEmpty();
	}

	@Test
	void uploadThatIsTooLargeIsExplained() throws IOException {
		browser.choose("#upload-file", SparseFile.create(directory, TOO_LARGE));
		awaitText("#upload .outcome", "413");
		assertThat(browser.text("#upload .explanation")).isEqualTo("Too large. The file has 38.1 MB (40,000,000 bytes),"
				+ " and the limit is 28.6 MB (30,000,000 bytes). To allow more, set server.limits.max-request-body-size"
				+ " in application.properties, or the limit of the endpoint if it has one.");
		assertThat(browser.console()).singleElement().asString().contains("status of 413");
	}

	@ParameterizedTest
	@CsvSource({ "small, sample.uploads.small", "chosen, MaxRequestBodySizeFeature" })
	void uploadOverLimitOfHandlerIsExplained(String limit, String setting) throws IOException {
		browser.click("#upload-limit [value=" + limit + "]");
		browser.choose("#upload-file", SparseFile.create(directory, TOO_LARGE));
		awaitText("#upload .outcome", "413");
		assertThat(browser.text("#upload .explanation")).contains("40,000,000 bytes", "and the limit is", setting);
		browser.console();
	}

	@Test
	void droppedFileIsSentAtOnce() throws IOException {
		browser.drop(".drop", SparseFile.create(directory, 1000));
		awaitText("#upload .outcome", "200 OK");
		assertThat(browser.text("#upload pre")).contains("\"bytes\": 1000");
		browser.drop(".drop", SparseFile.create(directory, TOO_LARGE));
		awaitText("#upload .outcome", "413");
		assertThat(browser.text("#upload .explanation")).contains("40,000,000 bytes");
		browser.console();
	}

	@Test
	void droppedFolderAndFileBesideTheZoneAreNotSent() throws IOException {
		browser.drop(".drop", directory);
		awaitText("#upload .outcome", "A folder can’t be sent, only a file.");
		browser.drop("#upload .answer", SparseFile.create(directory, 1000));
		assertThat(browser.text("#upload .outcome")).isEqualTo("A folder can’t be sent, only a file.");
		assertThat(browser.evaluate("location.pathname").asString()).isEqualTo("/");
	}

	@Test
	void fileWithoutBytesIsSent() throws IOException {
		browser.choose("#upload-file", SparseFile.create(directory, 0));
		awaitText("#upload .outcome", "200 OK");
		assertThat(browser.evaluate(PROGRESS).asInt()).isEqualTo(100);
	}

	@Test
	void uploadCanBeStoppedAndSentAgainWithTheKeyboard() throws IOException {
		browser.throttleUploads(100_000);
		browser.choose("#upload-file", SparseFile.create(directory, 20_000_000));
		awaitText("#upload .outcome", "Sending");
		browser.evaluate("document.querySelector('#upload-file').focus()");
		browser.press(TAB, TAB, TAB, ENTER);
		awaitText("#upload .outcome", "Stopped by you.");
		assertThat(browser.evaluate("document.activeElement.innerText").asString()).isEqualTo("Send again");
		browser.throttleUploads(-1);
		browser.press(ENTER);
		awaitText("#upload .outcome", "200 OK");
		browser.evaluate("document.querySelector('#upload-limit').focus()");
		browser.press("1");
		assertThat(browser.text("#upload .request")).isEqualTo("POST /api/uploads/small");
		browser.press(TAB, ENTER);
		awaitText("#upload .outcome", "413");
		browser.console();
	}

	/*
	 * The server closes the connection five seconds after its answer, long before all is
	 * sent.
	 */
	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "Elsewhere a reset may take away an answer that was not read yet")
	void refusalOfSlowUploadIsExplained() throws IOException {
		try {
			browser.throttleUploads(1_000_000);
			browser.choose("#upload-file", SparseFile.create(directory, TOO_LARGE));
			awaitText("#upload .outcome", "413");
			assertThat(browser.evaluate(PROGRESS).asInt()).isLessThan(50);
			browser.console();
		}
		finally {
			browser.throttleUploads(-1);
		}
	}

	@ParameterizedTest
	@CsvSource({ DESKTOP + ", light", DESKTOP + ", dark", PHONE + ", light", PHONE + ", dark" })
	void pageFitsAndLogsNothing(int width, String colorScheme) throws IOException {
		browser.emulate(width, colorScheme);
		browser.choose("#upload-file", SparseFile.create(directory, 1000));
		awaitText("#upload .outcome", "200 OK");
		browser.click("#greeting [type=submit]");
		awaitText("#greeting .outcome", "200 OK");
		browser.click("#socket [type=submit]");
		awaitText("#socket pre", "←");
		browser.takeScreenshot(Path.of("target", "browser", colorScheme + "-" + width + ".png"));
		assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
		assertThat(browser.console()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ DESKTOP + ", light", DESKTOP + ", dark", PHONE + ", light", PHONE + ", dark" })
	void explanationFits(int width, String colorScheme) throws IOException {
		browser.emulate(width, colorScheme);
		browser.click("#upload-limit [value=chosen]");
		browser.choose("#upload-file", SparseFile.create(directory, TOO_LARGE));
		awaitText("#upload .outcome", "413");
		browser.takeScreenshot(Path.of("target", "browser", "too-large-" + colorScheme + "-" + width + ".png"));
		assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
		browser.console();
	}

	@Test
	void pageTellsThatServerStoppedAndIsBack() throws IOException {
		// One that no connection of the browser itself can get while the server is away.
		int port = Ports.free();
		ConfigurableApplicationContext context = run("--server.urls=http://localhost:" + port);
		open(port);
		browser.click("#socket [type=submit]");
		awaitText("#socket .outcome", "open");
		context.close();
		awaitText("#socket .outcome", "Closed by the server, which stops (code 1001).");
		browser.click("#greeting [type=submit]");
		awaitText("#greeting .outcome", "No answer. Is the server still running?");
		awaitText("#state", "Not answering");
		assertThat(browser.text("#notice")).startsWith("The server does not answer.");
		browser.takeScreenshot(Path.of("target", "browser", "stopped.png"));
		context = run("--server.urls=http://localhost:" + port);
		awaitText("#state", "Listening");
		assertThat(browser.text("#notice")).isEmpty();
		browser.open("about:blank");
		browser.console();
		context.close();
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(SampleApplication.class).run(arguments);
	}

	private static void open(int port) {
		browser.open("http://localhost:" + port + "/");
		awaitText("#state", "Listening");
	}

	private static void awaitText(String selector, String text) {
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(browser.text(selector)).as(selector).contains(text));
	}

}
