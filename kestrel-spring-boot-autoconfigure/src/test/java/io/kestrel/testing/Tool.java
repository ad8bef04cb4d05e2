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

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A program that a test runs, and that a machine may lack.
 */
public final class Tool {

	private static final int TIMEOUT_SECONDS = 60;

	private Tool() {
	}

	/**
	 * Skip the test if a program is missing; fail instead on a CI server (environment
	 * variable {@code CI}).
	 */
	public static void require(String name) {
		boolean found = Pattern.compile(File.pathSeparator)
			.splitAsStream(System.getenv().getOrDefault("PATH", ""))
			.anyMatch((directory) -> new File(directory, name).canExecute());
		require(found, "This test needs the program \"" + name + "\" on the PATH");
	}

	private static void require(boolean found, String message) {
		if (Boolean.parseBoolean(System.getenv("CI"))) {
			assertThat(found).as(message).isTrue();
		}
		Assumptions.assumeTrue(found, message);
	}

	/**
	 * Install a package of node into a directory, from wherever npm is told to take it.
	 * Skip the test, or fail it, as {@link #require(String)} does.
	 */
	public static void installWithNpm(String name, Path directory) throws IOException, InterruptedException {
		require("node");
		require("npm");
		String output = run(List.of("npm", "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund",
				"--prefix", directory.toString(), name));
		boolean installed = Files.isDirectory(directory.resolve("node_modules").resolve(name.replaceFirst("@.*", "")));
		require(installed, "This test needs npm's package \"" + name + "\", which can't be installed here: " + output);
	}

	/**
	 * Run a program and return what it prints, errors as well.
	 */
	public static String run(List<String> command) throws IOException, InterruptedException {
		File output = File.createTempFile("tool", ".out");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
			boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			if (!ended) {
				process.destroyForcibly().waitFor();
			}
			String text = Files.readString(output.toPath(), StandardCharsets.UTF_8);
			return ended ? text : text + "\nNot ended after " + TIMEOUT_SECONDS + " s: " + command;
		}
		finally {
			Files.delete(output.toPath());
		}
	}

}
