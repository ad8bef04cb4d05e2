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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application in a JVM of its own. It has the starter and those of the other libraries
 * of this module's tests that it names.
 */
final class ApplicationProcess implements AutoCloseable {

	/** For a JVM on a busy machine. */
	static final Duration GUARD = Duration.ofSeconds(60);

	private final Process process;

	private final Path output;

	private ApplicationProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static ApplicationProcess start(Class<?> application, Set<Library> libraries, String... arguments)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", classPath(libraries), application.getName()));
		command.addAll(Arrays.asList(arguments));
		Path output = Files.createTempFile("application", ".log");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		return new ApplicationProcess(process, output);
	}

	private static String classPath(Collection<Library> libraries) {
		Set<Library> others = EnumSet.allOf(Library.class);
		others.removeAll(libraries);
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> others.stream().noneMatch((library) -> library.contains(entry)))
			.collect(Collectors.joining(File.pathSeparator));
	}

	void awaitOutput(String text) {
		await().atMost(GUARD).until(() -> !this.process.isAlive() || output().contains(text));
		assertThat(output()).contains(text);
	}

	int awaitExit() throws InterruptedException {
		assertThat(this.process.waitFor(GUARD.toSeconds(), TimeUnit.SECONDS)).as("exited: " + output()).isTrue();
		return this.process.exitValue();
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly().onExit().join();
		Files.delete(this.output);
	}

	/**
	 * What an application can have beside the starter.
	 */
	enum Library {

		DEVTOOLS("devtools"), GATEWAY("spring-cloud"), KOTLIN("kotlin"), SECURITY("security"),
		SERVLET("webmvc", "servlet", "tomcat"), SPRINGDOC("springdoc", "swagger");

		private final List<String> names;

		Library(String... names) {
			this.names = List.of(names);
		}

		private boolean contains(String entry) {
			String file = Path.of(entry).getFileName().toString();
			return file.endsWith(".jar") && this.names.stream().anyMatch(file::contains);
		}

	}

}
