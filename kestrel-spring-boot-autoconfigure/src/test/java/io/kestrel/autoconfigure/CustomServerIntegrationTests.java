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

import java.util.List;

import io.kestrel.feature.ServerAddressesFeature;
import io.kestrel.feature.ServerFeature;
import io.kestrel.feature.ServerFeatures;
import io.kestrel.server.KestrelReactiveWebServerFactory;
import io.kestrel.testing.Http;
import io.kestrel.testing.TestApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyWebServer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.AbstractReactiveWebServerFactory;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a server that is not ours: one of the application's, and Spring Boot's own.
 */
@ExtendWith(OutputCaptureExtension.class)
class CustomServerIntegrationTests {

	@Test
	void featuresAnswerFromTheEvent() {
		try (TestApplication application = TestApplication.with(CustomServer.class).run("--server.port=0")) {
			assertThat(application.context().getBean(ReactiveWebServerFactory.class))
				.isInstanceOf(SmallServerFactory.class);
			String port = application.property("local.server.port");
			assertThat(application.addresses()).containsExactly("http://[::]:" + port);
			assertThat(Http.get("http://127.0.0.1:" + port + "/hello")).isEqualTo("hello");
			ServerFeatures features = application.context().getBean(ServerFeatures.class);
			assertThat(features.find(ServerAddressesFeature.class)).get()
				.extracting(ServerAddressesFeature::getAddresses)
				.isEqualTo(application.addresses());
			assertThat(features.find(BrandFeature.class)).isEmpty();
		}
	}

	@Test
	void featuresAnswerFromBeans() {
		try (TestApplication application = TestApplication.with(CustomServer.class, CustomFeatures.class)
			.run("--server.port=0")) {
			ServerFeatures features = application.context().getBean(ServerFeatures.class);
			assertThat(features.find(BrandFeature.class)).get().extracting(BrandFeature::brand).isEqualTo("small");
			assertThat(features.find(ServerAddressesFeature.class)).get()
				.extracting(ServerAddressesFeature::getAddresses)
				.isEqualTo(List.of("http://small:1"));
		}
	}

	@Test
	void offSwitchBringsTheStockServerBack(CapturedOutput output) {
		try (TestApplication application = TestApplication.with()
			.variable("ASPNETCORE_URLS", "http://127.0.0.1:1")
			.run("--kestrel.enabled=false", "--server.port=0", "--server.address=127.0.0.2")) {
			ReactiveWebServerFactory factory = application.context().getBean(ReactiveWebServerFactory.class);
			assertThat(factory).isNotInstanceOf(KestrelReactiveWebServerFactory.class);
			assertThat(factory.getWebServer((request, response) -> response.setComplete()))
				.isInstanceOf(NettyWebServer.class);
			assertThat(application.addresses())
				.containsExactly("http://127.0.0.2:" + application.property("local.server.port"));
			assertThat(output)
				.contains("Not listening at ASPNETCORE_URLS=http://127.0.0.1:1, because kestrel.enabled is");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomServer {

		@Bean
		SmallServerFactory smallServerFactory() {
			return new SmallServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomFeatures {

		@Bean
		BrandFeature brandFeature() {
			return () -> "small";
		}

		@Bean
		ServerAddressesFeature addressesOfSmallServer() {
			return new ServerAddressesFeature() {

				@Override
				public List<String> getAddresses() {
					return List.of("http://small:1");
				}

				@Override
				public boolean isPreferHostingUrls() {
					return false;
				}

			};
		}

	}

	/**
	 * A feature that only this server has.
	 */
	interface BrandFeature extends ServerFeature {

		String brand();

	}

	/**
	 * The smallest server that works.
	 */
	static class SmallServerFactory extends AbstractReactiveWebServerFactory {

		@Override
		public WebServer getWebServer(HttpHandler httpHandler) {
			return new SmallServer(
					HttpServer.create().port(getPort()).handle(new ReactorHttpHandlerAdapter(httpHandler)));
		}

	}

	private static final class SmallServer implements WebServer {

		private final HttpServer server;

		private @Nullable DisposableServer running;

		SmallServer(HttpServer server) {
			this.server = server;
		}

		@Override
		public void start() {
			this.running = this.server.bindNow();
		}

		@Override
		public void stop() {
			if (this.running != null) {
				this.running.disposeNow();
			}
		}

		@Override
		public int getPort() {
			return (this.running != null) ? this.running.port() : -1;
		}

	}

}
