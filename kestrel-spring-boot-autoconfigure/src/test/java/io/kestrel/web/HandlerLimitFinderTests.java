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

package io.kestrel.web;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.stream.Stream;

import io.kestrel.annotation.DisableRequestSizeLimit;
import io.kestrel.annotation.RequestSizeLimit;
import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.RequestFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.annotation.AliasFor;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HandlerLimitFinder}: what the annotations of a handler say.
 */
class HandlerLimitFinderTests {

	private final HandlerLimitFinder finder = new HandlerLimitFinder(
			new MockEnvironment().withProperty("uploads.max", "5MB")
				.withProperty("uploads.negative", "-1KB")
				.withProperty("uploads.wrong", "much")::resolveRequiredPlaceholders);

	@ParameterizedTest
	@CsvSource({ "plain, none", "value, 1000", "zero, 0", "size, 10485760", "sizeWithoutUnit, 1000", "sizeOfZero, 0",
			"placeholder, 5242880", "placeholderWithDefault, 5242880", "missingWithDefault, 7340032",
			"disabled, unlimited", "meta, 2048", "metaWithAttribute, 77" })
	void limitOfMethod(String method, String limit) {
		assertThat(describe(new Handlers(), method)).isEqualTo(limit);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					missing      | "${no.such}") on %s: | Set the property, or write a default after a colon: "${name:10MB}".
					both         | @RequestSizeLimit on %s says both 5 and size "5KB". | Write either a number of bytes, as @RequestSizeLimit(1000000), or a size
					neither      | @RequestSizeLimit on %s says no size. | Write either a number of bytes
					blank        | @RequestSizeLimit on %s says no size. | Write either a number of bytes
					negative     | @RequestSizeLimit on %s has the size -1, which is negative. | Write 0 for no body at all, or @DisableRequestSizeLimit for no limit.
					negativeSize | @RequestSizeLimit on %s has the size "-1KB", which is negative. | @DisableRequestSizeLimit for no limit.
					negativeHere | @RequestSizeLimit on %s has the size "${uploads.negative}", which is "-1KB", which is negative. | Write 0
					unparsable   | @RequestSizeLimit on %s has the size "10 potatoes", which is none. | for example 1000, 512KB or 10MB.
					tooLarge     | @RequestSizeLimit on %s has the size "9223372036854775807KB", which is none. | for example 1000
					wrongHere    | @RequestSizeLimit on %s has the size "${uploads.wrong}", which is "much", which is none. | for example 1000
					contradiction| %s has both @RequestSizeLimit and @DisableRequestSizeLimit. | Remove one of them.
					""")
	void whatIsImpossible(String method, String problem, String cure) {
		HandlerMethod handler = method(new Impossible(), method);
		assertThatExceptionOfType(InvalidHandlerLimitException.class).isThrownBy(() -> this.finder.find(handler))
			.withMessageContaining(problem.formatted(Impossible.class.getName() + "#" + method))
			.withMessageContaining(cure)
			.satisfies((ex) -> assertThat(ex.getProblems()).containsExactly(ex.getMessage()));
	}

	@Test
	void bothAnnotationsOnOneClassAreAContradiction() {
		HandlerMethod handler = method(new Contradiction(), "plain");
		assertThatExceptionOfType(InvalidHandlerLimitException.class).isThrownBy(() -> this.finder.find(handler))
			.withMessage(Contradiction.class.getName()
					+ " has both @RequestSizeLimit and @DisableRequestSizeLimit. Remove one of them.");
	}

	@ParameterizedTest
	@CsvSource({ "plain, 100", "limited, 1", "disabled, unlimited" })
	void methodWinsOverClass(String method, String limit) {
		assertThat(describe(new LimitedClass(), method)).isEqualTo(limit);
	}

	@ParameterizedTest
	@CsvSource({ "plain, unlimited", "limited, 1" })
	void methodWinsOverClassWithoutLimit(String method, String limit) {
		assertThat(describe(new UnlimitedClass(), method)).isEqualTo(limit);
	}

	@Test
	void whatIsInheritedHoldsAndTheNearestWins() {
		assertThat(describe(new Inheriting(), "plain")).isEqualTo("100");
		assertThat(describe(new Inheriting(), "limited")).isEqualTo("1");
		assertThat(describe(new Inheriting(), "disabled")).isEqualTo("2");
		assertThat(describe(new InheritingUnlimited(), "plain")).isEqualTo("unlimited");
		assertThat(describe(new InheritingUnlimited(), "disabled")).isEqualTo("unlimited");
		assertThat(describe(new InheritingUnlimited(), "limited")).isEqualTo("1");
	}

	@Test
	void whatAnInterfaceSaysHolds() {
		assertThat(describe(new Client(), "upload")).isEqualTo("3");
		assertThat(describe(new Client(), "other")).isEqualTo("300");
		assertThat(describe(new Client(), "generic")).isEqualTo("4");
		assertThat(describe(new Overriding(), "upload")).isEqualTo("unlimited");
	}

	@Test
	void handlerThatIsNoMethodHasTheLimitOfItsClass() {
		assertThat(describe(this.finder.find(new LimitedClass()))).isEqualTo("100");
		assertThat(describe(this.finder.find(new UnlimitedClass()))).isEqualTo("unlimited");
		assertThat(this.finder.find(new Handlers())).isNull();
	}

	@Test
	void limitNamesWhereItStands() {
		assertThat(this.finder.find(method(new LimitedClass(), "limited")))
			.hasToString("@RequestSizeLimit on " + LimitedClass.class.getName() + "#limited");
		assertThat(this.finder.find(method(new LimitedClass(), "plain")))
			.hasToString("@RequestSizeLimit on " + LimitedClass.class.getName());
		assertThat(this.finder.find(method(new LimitedClass(), "disabled")))
			.hasToString("@DisableRequestSizeLimit on " + LimitedClass.class.getName() + "#disabled");
	}

	private String describe(Object bean, String method) {
		return describe(this.finder.find(method(bean, method)));
	}

	private static String describe(HandlerLimit limit) {
		if (limit == null) {
			return "none";
		}
		ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/"));
		MaxRequestBodySizeFeature feature = RequestFeatures.from(exchange)
			.find(MaxRequestBodySizeFeature.class)
			.orElseThrow();
		limit.apply(exchange);
		Long bytes = feature.getMaxRequestBodySize();
		return (bytes != null) ? bytes.toString() : "unlimited";
	}

	private static HandlerMethod method(Object bean, String name) {
		return Stream.of(ReflectionUtils.getUniqueDeclaredMethods(bean.getClass()))
			.filter((method) -> method.getName().equals(name) && !method.isBridge())
			.map((method) -> new HandlerMethod(bean, method))
			.findFirst()
			.orElseThrow();
	}

	@Retention(RetentionPolicy.RUNTIME)
	@RequestSizeLimit(size = "2KB")
	@interface Small {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@RequestSizeLimit
	@interface Upload {

		@AliasFor(annotation = RequestSizeLimit.class, attribute = "value")
		long bytes();

	}

	static class Handlers {

		void plain() {
		}

		@RequestSizeLimit(1000)
		void value() {
		}

		@RequestSizeLimit(0)
		void zero() {
		}

		@RequestSizeLimit(size = "10MB")
		void size() {
		}

		@RequestSizeLimit(size = " 1000 ")
		void sizeWithoutUnit() {
		}

		@RequestSizeLimit(size = "0")
		void sizeOfZero() {
		}

		@RequestSizeLimit(size = "${uploads.max}")
		void placeholder() {
		}

		@RequestSizeLimit(size = "${uploads.max:7MB}")
		void placeholderWithDefault() {
		}

		@RequestSizeLimit(size = "${no.such:7MB}")
		void missingWithDefault() {
		}

		@DisableRequestSizeLimit
		void disabled() {
		}

		@Small
		void meta() {
		}

		@Upload(bytes = 77)
		void metaWithAttribute() {
		}

	}

	static class Impossible {

		@RequestSizeLimit(size = "${no.such}")
		void missing() {
		}

		@RequestSizeLimit(value = 5, size = "5KB")
		void both() {
		}

		@RequestSizeLimit
		void neither() {
		}

		@RequestSizeLimit(size = " ")
		void blank() {
		}

		@RequestSizeLimit(-1)
		void negative() {
		}

		@RequestSizeLimit(size = "-1KB")
		void negativeSize() {
		}

		@RequestSizeLimit(size = "${uploads.negative}")
		void negativeHere() {
		}

		@RequestSizeLimit(size = "10 potatoes")
		void unparsable() {
		}

		@RequestSizeLimit(size = "9223372036854775807KB")
		void tooLarge() {
		}

		@RequestSizeLimit(size = "${uploads.wrong}")
		void wrongHere() {
		}

		@Small
		@DisableRequestSizeLimit
		void contradiction() {
		}

	}

	@RequestSizeLimit(100)
	@DisableRequestSizeLimit
	static class Contradiction {

		void plain() {
		}

	}

	@RequestSizeLimit(100)
	static class LimitedClass {

		void plain() {
		}

		@RequestSizeLimit(1)
		void limited() {
		}

		@DisableRequestSizeLimit
		void disabled() {
		}

	}

	@DisableRequestSizeLimit
	static class UnlimitedClass {

		void plain() {
		}

		@RequestSizeLimit(1)
		void limited() {
		}

	}

	static class Inheriting extends LimitedClass {

		@Override
		void plain() {
		}

		@Override
		void limited() {
		}

		@Override
		@RequestSizeLimit(2)
		void disabled() {
		}

	}

	@DisableRequestSizeLimit
	static class InheritingUnlimited extends LimitedClass {

	}

	@HttpExchange
	@RequestSizeLimit(300)
	interface Api<T> {

		@PostExchange
		@RequestSizeLimit(3)
		void upload();

		@PostExchange
		void other();

		@PostExchange
		@RequestSizeLimit(4)
		void generic(T body);

	}

	static class Client implements Api<String> {

		@Override
		public void upload() {
		}

		@Override
		public void other() {
		}

		@Override
		public void generic(String body) {
		}

	}

	static class Overriding extends Client {

		@Override
		@DisableRequestSizeLimit
		public void upload() {
		}

	}

}
