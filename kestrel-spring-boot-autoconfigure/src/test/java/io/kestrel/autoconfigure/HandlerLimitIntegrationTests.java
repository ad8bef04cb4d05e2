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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.kestrel.annotation.DisableRequestSizeLimit;
import io.kestrel.annotation.RequestSizeLimit;
import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.testing.Http;
import io.kestrel.testing.SizedBody;
import io.kestrel.testing.TestApplication;
import io.kestrel.web.RequestSizeLimits;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers of every kind with a limit of their own. Each answers with the limit that it
 * finds, so that none can pass for another.
 */
class HandlerLimitIntegrationTests {

	@ParameterizedTest
	@ValueSource(strings = { "false", "true" })
	void nearestLimitHolds(String lazy) {
		try (TestApplication application = run("--spring.main.lazy-initialization=" + lazy)) {
			assertLimits(application, Map.ofEntries(Map.entry("/plain", "1000"), Map.entry("/bytes", "10"),
					Map.entry("/size", "2048"), Map.entry("/placeholder", "3072"), Map.entry("/default", "4096"),
					Map.entry("/disabled", "null"), Map.entry("/meta", "60"), Map.entry("/class/own", "71"),
					Map.entry("/class/inherited", "70"), Map.entry("/class/disabled", "null"),
					Map.entry("/exchange/limited", "80"), Map.entry("/exchange/class", "81"),
					Map.entry("/first/shared", "91"), Map.entry("/second/shared", "92"),
					Map.entry("/first/overridden", "90"), Map.entry("/prototype", "100"), Map.entry("/lazy", "110"),
					Map.entry("/proxied", "120"), Map.entry("/web-handler", "130"), Map.entry("/fn/limited", "140"),
					Map.entry("/fn/inner", "150"), Map.entry("/fn/disabled", "null"), Map.entry("/fn/plain", "1000")));
			assertThat(AopUtils.isCglibProxy(application.context().getBean(Proxied.class))).isTrue();
		}
	}

	private static void assertLimits(TestApplication application, Map<String, String> limits) {
		assertThat(limits).allSatisfy((path, limit) -> assertThat(post(application, path, 0)).isEqualTo(limit));
	}

	@ParameterizedTest
	@CsvSource({ "/read/limited, 10", "/read/plain, 1000", "/read/function, 140" })
	void limitIsEnforced(String path, int limit) {
		try (TestApplication application = run()) {
			String url = application.addresses().get(0) + path;
			assertThat(Http.post(url, "text/plain", SizedBody.TEXT.ofLength(limit)).statusCode()).isEqualTo(200);
			assertThat(Http.post(url, "text/plain", SizedBody.TEXT.ofLength(limit + 1)).statusCode()).isEqualTo(413);
			assertThat(Http.postChunked(url, "text/plain", SizedBody.TEXT.ofLength(limit + 1)).statusCode())
				.isEqualTo(413);
		}
	}

	@Test
	void disabledLimitIsNone() {
		try (TestApplication application = run()) {
			assertThat(post(application, "/read/disabled", 200_000)).isEqualTo("200000");
		}
	}

	@Test
	void handlerRegisteredAtRunTimeHasItsLimit() throws Exception {
		try (TestApplication application = run()) {
			Method method = RegisteredLater.class.getDeclaredMethod("later", RequestFeatures.class);
			application.context()
				.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
				.registerMapping(RequestMappingInfo.paths("/later").build(), new RegisteredLater(), method);
			assertThat(post(application, "/later", 0)).isEqualTo("160");
		}
	}

	private static TestApplication run(String... arguments) {
		return TestApplication.with(Handlers.class)
			.property("server.urls", "http://127.0.0.1:0")
			.property("server.limits.max-request-body-size", "1000")
			.property("uploads.max", "3KB")
			.run(arguments);
	}

	private static String post(TestApplication application, String path, int length) {
		return Http.post(application.addresses().get(0) + path, "text/plain", SizedBody.TEXT.ofLength(length)).body();
	}

	private static String limit(RequestFeatures features) {
		return "" + features.find(MaxRequestBodySizeFeature.class)
			.map(MaxRequestBodySizeFeature::getMaxRequestBodySize)
			.orElse(null);
	}

	private static Mono<ServerResponse> answer(ServerRequest request) {
		return ServerResponse.ok().bodyValue(limit(RequestFeatures.from(request.exchange())));
	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	@Import({ ClassLimited.class, Exchanged.class, First.class, Second.class, Prototype.class, LazyOne.class,
			Proxied.class, RawHandler.class, Readers.class })
	static class Handlers {

		@PostMapping("/plain")
		String plain(RequestFeatures features) {
			return limit(features);
		}

		@PostMapping("/bytes")
		@RequestSizeLimit(10)
		String bytes(RequestFeatures features) {
			return limit(features);
		}

		@PostMapping("/size")
		@RequestSizeLimit(size = "2KB")
		String size(MaxRequestBodySizeFeature feature) {
			return "" + feature.getMaxRequestBodySize();
		}

		@PostMapping("/placeholder")
		@RequestSizeLimit(size = "${uploads.max}")
		String placeholder(RequestFeatures features) {
			return limit(features);
		}

		@PostMapping("/default")
		@RequestSizeLimit(size = "${uploads.missing:4KB}")
		String defaultOfPlaceholder(RequestFeatures features) {
			return limit(features);
		}

		@PostMapping("/disabled")
		@DisableRequestSizeLimit
		String disabled(RequestFeatures features) {
			return limit(features);
		}

		@PostMapping("/meta")
		@Small
		String meta(RequestFeatures features) {
			return limit(features);
		}

		@Bean
		SimpleUrlHandlerMapping webHandlers() {
			return new SimpleUrlHandlerMapping(Map.of("/web-handler", "rawHandler"), -1);
		}

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("*Proxied");
			creator.setProxyTargetClass(true);
			creator.setInterceptorNames("passingInterceptor");
			return creator;
		}

		@Bean
		static MethodInterceptor passingInterceptor() {
			return (invocation) -> invocation.proceed();
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.path("/fn",
						(outer) -> outer.POST("/limited", HandlerLimitIntegrationTests::answer)
							.nest((request) -> true,
									(inner) -> inner.POST("/inner", HandlerLimitIntegrationTests::answer)
										.filter(RequestSizeLimits.limit(DataSize.ofBytes(150))))
							.nest((request) -> true,
									(inner) -> inner.POST("/disabled", HandlerLimitIntegrationTests::answer)
										.filter(RequestSizeLimits.disabled()))
							.filter(RequestSizeLimits.limit(DataSize.ofBytes(140))))
				.build()
				.and(RouterFunctions.route().POST("/fn/plain", HandlerLimitIntegrationTests::answer).build());
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@RequestSizeLimit(60)
	@interface Small {

	}

	@RestController
	@RequestMapping("/class")
	@RequestSizeLimit(70)
	static class ClassLimited {

		@PostMapping("/own")
		@RequestSizeLimit(71)
		String own(RequestFeatures features) {
			return limit(features);
		}

		@PostMapping("/inherited")
		String inherited(RequestFeatures features) {
			return limit(features);
		}

		@PostMapping("/disabled")
		@DisableRequestSizeLimit
		String disabled(RequestFeatures features) {
			return limit(features);
		}

	}

	@HttpExchange("/exchange")
	@RequestSizeLimit(81)
	interface Exchange {

		@PostExchange("/limited")
		@RequestSizeLimit(80)
		String limited(RequestFeatures features);

		@PostExchange("/class")
		String ofClass(RequestFeatures features);

	}

	@RestController
	static class Exchanged implements Exchange {

		@Override
		public String limited(RequestFeatures features) {
			return limit(features);
		}

		@Override
		public String ofClass(RequestFeatures features) {
			return limit(features);
		}

	}

	abstract static class Shared {

		@PostMapping("/shared")
		String shared(RequestFeatures features) {
			return limit(features);
		}

		@PostMapping("/overridden")
		@RequestSizeLimit(90)
		String overridden(RequestFeatures features) {
			return "overridden";
		}

	}

	@RestController
	@RequestMapping("/first")
	@RequestSizeLimit(91)
	static class First extends Shared {

		@Override
		String overridden(RequestFeatures features) {
			return limit(features);
		}

	}

	@RestController
	@RequestMapping("/second")
	@RequestSizeLimit(92)
	static class Second extends Shared {

	}

	@RestController
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	static class Prototype {

		@PostMapping("/prototype")
		@RequestSizeLimit(100)
		String limited(RequestFeatures features) {
			return limit(features);
		}

	}

	@RestController
	@Lazy
	@RequestSizeLimit(110)
	static class LazyOne {

		@PostMapping("/lazy")
		String limited(RequestFeatures features) {
			return limit(features);
		}

	}

	@RestController
	@RequestSizeLimit(120)
	static class Proxied {

		@PostMapping("/proxied")
		String limited(RequestFeatures features) {
			return limit(features);
		}

	}

	@Component("rawHandler")
	@RequestSizeLimit(130)
	static class RawHandler implements WebHandler {

		@Override
		public Mono<Void> handle(ServerWebExchange exchange) {
			byte[] answer = limit(RequestFeatures.from(exchange)).getBytes(StandardCharsets.US_ASCII);
			return exchange.getResponse().writeWith(Mono.just(exchange.getResponse().bufferFactory().wrap(answer)));
		}

	}

	static class RegisteredLater {

		@ResponseBody
		@RequestSizeLimit(160)
		String later(RequestFeatures features) {
			return limit(features);
		}

	}

	/**
	 * Handlers that read the body.
	 */
	@RestController
	static class Readers {

		@PostMapping("/read/limited")
		@RequestSizeLimit(10)
		int limited(@RequestBody String body) {
			return body.length();
		}

		@PostMapping("/read/plain")
		int plain(@RequestBody String body) {
			return body.length();
		}

		@PostMapping("/read/disabled")
		@DisableRequestSizeLimit
		int disabled(@RequestBody String body) {
			return body.length();
		}

		@Bean
		RouterFunction<ServerResponse> readingRoute() {
			return RouterFunctions.route()
				.POST("/read/function",
						(request) -> request.bodyToMono(String.class)
							.flatMap((body) -> ServerResponse.ok().bodyValue("" + body.length())))
				.filter(RequestSizeLimits.limit(DataSize.ofBytes(140)))
				.build();
		}

	}

}
