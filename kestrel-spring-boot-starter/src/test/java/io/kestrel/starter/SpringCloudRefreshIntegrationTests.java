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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.kestrel.feature.ServerAddressesFeature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud's refresh, which moves endpoints while the application goes on.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringCloudRefreshIntegrationTests {

	private final ForeignClient client = new ForeignClient();

	@TempDir
	Path directory;

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	private void start(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(
				Map.of("spring.main.web-application-type", "reactive", "spring.cloud.gateway.server.webflux.enabled",
						"false", "springdoc.api-docs.enabled", "false", "springdoc.swagger-ui.enabled", "false",
						"spring.autoconfigure.exclude", AbstractApplicationIntegrationTests.SECURITY));
		application.setRegisterShutdownHook(false);
		this.context = application.run(arguments);
	}

	private List<String> addresses() {
		return this.context.getBean(ServerAddressesFeature.class).getAddresses();
	}

	@Test
	void changeEventMovesEndpoints() {
		start("--server.endpoints.web.url=http://127.0.0.1:0");
		List<String> before = addresses();
		change("server.endpoints.admin.url", "http://[::1]:0");
		assertThat(addresses()).hasSize(2).containsAll(before);
		assertThat(this.client.get(addresses().get(1) + "/hello").body()).isEqualTo("hello");
		assertThat(this.context.getEnvironment().getProperty("local.server.admin.port")).isNotNull();
	}

	@Test
	void badValueIsOneErrorAndTheServerGoesOn(CapturedOutput output) {
		start("--server.endpoints.web.url=http://127.0.0.1:0");
		List<String> before = addresses();
		change("server.endpoints.admin.url", "http://127.0.0.1:0/base");
		assertThat(output.getOut().split(" ERROR ")).hasSize(2);
		assertThat(output).contains("The configuration of the server has a problem:")
			.contains("Property: server.endpoints.admin.url")
			.contains("Cure: End the URL after the port")
			.doesNotContain("\tat ");
		assertThat(addresses()).isEqualTo(before);
		assertThat(this.client.get(addresses().get(0) + "/hello").body()).isEqualTo("hello");
	}

	/**
	 * What a POST to /actuator/refresh calls.
	 */
	@Test
	void refreshReadsFilesAgainAndAliasesInThem() throws IOException {
		Path file = this.directory.resolve("endpoints.properties");
		Files.writeString(file, "server.endpoints.web.url=http://127.0.0.1:0\n");
		start("--spring.config.import=file:" + file);
		String web = addresses().get(0);
		Files.writeString(file,
				"\nserver.endpoints.web.url=http://127.0.0.1:0\n" + "server.endpoints.admin.url=http://127.0.0.1:0\n");
		ContextRefresher refresher = this.context.getBean(ContextRefresher.class);
		assertThat(refresher.refresh()).contains("server.endpoints.admin.url");
		assertThat(addresses()).hasSize(2).contains(web);
		assertThat(this.client.get(addresses().get(1) + "/hello").body()).isEqualTo("hello");
		Files.writeString(file, "ASPNETCORE_URLS=http://127.0.0.1:0;http://[::1]:0\n");
		refresher.refresh();
		assertThat(addresses()).hasSize(2).doesNotContain(web).last().asString().startsWith("http://[::1]:");
	}

	private void change(String name, String value) {
		Map<String, Object> changes = new HashMap<>(Map.of(name, value));
		this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("changes", changes));
		this.context.publishEvent(new EnvironmentChangeEvent(this.context, Set.of(name)));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

}
