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

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The programs of a {@link Browser}.
 *
 * @param browser Chromium or Chrome
 * @param driver chromedriver of the same version
 */
record BrowserTools(Path browser, Path driver) {

	static final String MISSING = "Chromium and chromedriver are not on the PATH, to test the page in a browser."
			+ " On Debian: apt install chromium chromium-driver";

	private static final Log logger = LogFactory.getLog(BrowserTools.class);

	/**
	 * Return whether tests with a browser run: where it is installed, and where it has to
	 * be: on a CI server (environment variable {@code CI}) or with
	 * {@code -Dsample.browser.required=true}.
	 * @return whether they run
	 */
	static boolean areInstalledOrRequired() {
		boolean wanted = required() || findInstalled().isPresent();
		if (!wanted) {
			logger.warn("Skipped: " + MISSING);
		}
		return wanted;
	}

	static BrowserTools find() {
		return findInstalled().orElseThrow(() -> new IllegalStateException(MISSING));
	}

	private static Optional<BrowserTools> findInstalled() {
		Optional<Path> driver = onPath("chromedriver");
		return onPath("chromium", "chromium-browser", "google-chrome", "chrome")
			.flatMap((browser) -> driver.map((found) -> new BrowserTools(browser, found)));
	}

	private static boolean required() {
		String property = System.getProperty("sample.browser.required");
		return Boolean.parseBoolean((property != null) ? property : System.getenv("CI"));
	}

	private static Optional<Path> onPath(String... names) {
		return Arrays.stream(names).flatMap(BrowserTools::candidates).filter(Files::isExecutable).findFirst();
	}

	private static Stream<Path> candidates(String name) {
		return Pattern.compile(Pattern.quote(File.pathSeparator))
			.splitAsStream(System.getenv().getOrDefault("PATH", ""))
			.filter((directory) -> !directory.isEmpty())
			.flatMap((directory) -> Stream.of(Path.of(directory, name), Path.of(directory, name + ".exe")));
	}

}
