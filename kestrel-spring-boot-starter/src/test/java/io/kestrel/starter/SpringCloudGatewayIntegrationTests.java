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

import java.net.URI;
import java.net.http.HttpResponse;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud Gateway, which needs Reactor Netty's native requests and responses and
 * customizes the server in two ways of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = { "spring.cloud.gateway.server.webflux.enabled=true",
		"spring.cloud.gateway.server.webflux.httpserver.wiretap=true",
		"spring.cloud.gateway.server.webflux.httpserver.customizer-enabled=true",
		"server.limits.max-request-body-size=500000",
		"spring.cloud.gateway.server.webflux.trusted-proxies=127\\.0\\.0\\.1" })
class SpringCloudGatewayIntegrationTests extends AbstractApplicationIntegrationTests {

	private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[0].";

	private static final String WIRETAP = "reactor.netty.http.server.HttpServer";

	/** Longer than all buffers on the way, so that the body comes in many pieces. */
	private static final String LONG_TEXT = "feather ".repeat(30_000);

	private static final int LIMIT = 500_000;

	/**
	 * Counts without collecting: what Reactor Netty's aggregate() collects it releases
	 * twice when a client leaves.
	 */
	private static final DisposableServer BACKEND = HttpServer.create()
		.host("127.0.0.1")
		.port(0)
		.route((routes) -> routes.post("/echo", (request, response) -> response.send(request.receive().retain()))
			.post("/length",
					(request, response) -> response.sendString(
							request.receive().map(ByteBuf::readableBytes).reduce(0, Integer::sum).map(String::valueOf)))
			.ws("/socket", (in, out) -> out.sendString(in.receive().asString())))
		.bindNow();

	private final ForeignClient client = new ForeignClient();

	@DynamicPropertySource
	static void routes(DynamicPropertyRegistry properties) {
		properties.add(ROUTE + "uri", () -> "http://127.0.0.1:" + BACKEND.port());
		properties.add(ROUTE + "id", () -> "backend");
		properties.add(ROUTE + "predicates[0]", () -> "Path=/backend/**");
		properties.add(ROUTE + "filters[0]", () -> "StripPrefix=1");
	}

	@AfterAll
	void stopBackend() {
		BACKEND.disposeNow();
	}

	@Test
	void customizersOfTheGatewayAreThere(@Autowired NettyServerCustomizer trustedProxies) {
		assertThat(trustedProxies.getClass().getName()).contains("Gateway");
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void postIsProxied(String address) {
		HttpResponse<String> response = this.client.post(address + "/backend/echo", LONG_TEXT);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(LONG_TEXT);
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void bodyOverTheLimitIsRefusedNotProxied(String address) {
		String url = address + "/backend/length";
		String within = "k".repeat(LIMIT);
		assertThat(this.client.post(url, within).body()).isEqualTo("" + LIMIT);
		assertThat(this.client.postChunked(url, within).body()).isEqualTo("" + LIMIT);
		HttpResponse<String> refusal = this.client.post(url, within + "k");
		assertThat(refusal.statusCode()).isEqualTo(413);
		assertThat(refusal.headers().firstValue("Connection")).hasValue("close");
		assertThat(this.client.postChunked(url, within + "k").statusCode()).isEqualTo(413);
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void webSocketIsProxied(String address) throws Exception {
		assertThat(this.client.exchange(address + "/backend/socket", "kee kee")).isEqualTo("kee kee");
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void errorOfBackendIsProxied(String address) {
		assertThat(this.client.get(address + "/backend/nothing").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void clientOfTrustedProxyIsKnown(String address) {
		assertThat(this.client.get(address + "/client", "X-Forwarded-For", "203.0.113.9").body())
			.isEqualTo("203.0.113.9");
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void wiretapShowsTheConversation(String address, CapturedOutput output, @Autowired LoggingSystem logging) {
		logging.setLogLevel(WIRETAP, LogLevel.DEBUG);
		try {
			this.client.get(address + "/client");
		}
		finally {
			logging.setLogLevel(WIRETAP, LogLevel.INFO);
		}
		int port = URI.create(address).getPort();
		assertThat(output).containsPattern("L:/127\\.0\\.0\\.1:" + port + " - R:\\S+] READ: \\d+B")
			.contains("|GET /client HTTP|");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/client")
		String client(ServerWebExchange exchange) {
			return exchange.getRequest().getRemoteAddress().getHostString();
		}

	}

}
