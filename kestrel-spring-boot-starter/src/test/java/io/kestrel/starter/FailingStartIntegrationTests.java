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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Applications that fail to start. Whatever was bound at that moment must go, and with it
 * the thread that keeps the JVM alive.
 */
class FailingStartIntegrationTests {

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "fail.on=creation", "fail.on=start" })
	void failingBeanEndsTheProcess(String failure) throws Exception {
		int[] ports = { Ports.free(), Ports.free() };
		try (ApplicationProcess process = start("--" + failure, urls(ports[0], ports[1]))) {
			assertThat(process.awaitExit()).isEqualTo(1);
			assertThat(process.output()).contains("Application run failed", "fell off the perch");
			assertNothingIsLeft();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "fail.on=creation", "fail.on=start" })
	void failingBeanLeavesNoSocket(String failure) throws IOException {
		int[] ports = { Ports.free(), Ports.free() };
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.REACTIVE);
		assertThatException()
			.isThrownBy(() -> application.run("--" + failure, urls(ports[0], ports[1]),
					"--spring.cloud.gateway.server.webflux.enabled=false"))
			.withStackTraceContaining("fell off the perch");
		assertNothingIsLeft();
		for (int port : ports) {
			new ServerSocket(port, 1, LOOPBACK).close();
		}
	}

	@Test
	void portInUseEndsTheProcessAndIsExplained() throws Exception {
		int port = Ports.free();
		try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK);
				ApplicationProcess process = start(urls(other.getLocalPort(), port))) {
			assertThat(process.awaitExit()).isEqualTo(1);
			String address = "http://127.0.0.1:" + other.getLocalPort();
			assertThat(process.output())
				.containsSubsequence("APPLICATION FAILED TO START", "Description:", "Cannot listen at " + address,
						"server.urls", "it is in use already", "Action:", "change server.urls")
				.doesNotContain("Now listening on", "\tat ");
			assertNothingIsLeft();
		}
	}

	/*
	 * The second of three.
	 */
	private String urls(int second, int third) {
		List<String> urls = List.of("http://unix:" + this.directory.resolve("app.sock"), "http://127.0.0.1:" + second,
				"http://127.0.0.1:" + third);
		return "--server.urls=" + String.join(";", urls);
	}

	private static ApplicationProcess start(String... arguments) throws IOException {
		return ApplicationProcess.start(Application.class, Set.of(), arguments);
	}

	private void assertNothingIsLeft() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).isEmpty();
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		public static void main(String[] args) {
			SpringApplication.run(Application.class, args);
		}

		@Bean
		@ConditionalOnProperty(name = "fail.on", havingValue = "creation")
		Object failsWhenItIsCreated() {
			throw new IllegalStateException("fell off the perch");
		}

		@Bean
		@ConditionalOnProperty(name = "fail.on", havingValue = "start")
		SmartLifecycle failsWhenTheServerListens() {
			return new FailingLifecycle();
		}

	}

	/**
	 * Starts after everything else, the server included.
	 */
	private static final class FailingLifecycle implements SmartLifecycle {

		@Override
		public void start() {
			throw new IllegalStateException("fell off the perch");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

}
