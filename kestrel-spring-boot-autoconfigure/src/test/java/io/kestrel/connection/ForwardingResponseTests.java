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

package io.kestrel.connection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.http.server.HttpServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForwardingResponse}, method by method: one that a later Reactor Netty
 * adds is seen here.
 */
class ForwardingResponseTests {

	private static final String OPERATIONS = "reactor.netty.http.server.HttpServerOperations";

	private Method called;

	private Object[] arguments;

	private Object result;

	private final HttpServerResponse target = (HttpServerResponse) Proxy.newProxyInstance(getClass().getClassLoader(),
			new Class<?>[] { HttpServerResponse.class }, (proxy, method, given) -> {
				this.called = method;
				this.arguments = given;
				this.result = (method.getReturnType() == HttpServerResponse.class) ? proxy
						: value(method.getReturnType(), 1);
				return this.result;
			});

	private final HttpServerResponse response = new ForwardingResponse(this.target) {

	};

	static Stream<Method> methods() {
		return Arrays.stream(HttpServerResponse.class.getMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
			.filter(ForwardingResponseTests::isOfReactorNetty)
			// Not passed on as it is: see WebSockets.
			.filter((method) -> !method.getName().equals("sendWebsocket"));
	}

	/* Those that its own class leaves as the interface has them call the others. */
	private static boolean isOfReactorNetty(Method method) {
		try {
			Method own = Class.forName(OPERATIONS).getMethod(method.getName(), method.getParameterTypes());
			return Modifier.isAbstract(method.getModifiers()) || !own.getDeclaringClass().isInterface();
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError(ex);
		}
	}

	@ParameterizedTest
	@MethodSource("methods")
	void methodIsPassedOn(Method method) throws IllegalAccessException, InvocationTargetException {
		Object[] given = new Object[method.getParameterCount()];
		for (int i = 0; i < given.length; i++) {
			given[i] = value(method.getParameterTypes()[i], i + 2);
		}
		Object returned = method.invoke(this.response, given);
		assertThat(this.called).isEqualTo(method);
		assertThat((this.arguments != null) ? this.arguments : new Object[0]).containsExactly(given);
		if (this.result == this.target) {
			assertThat(returned).isSameAs(this.response);
		}
		else {
			assertThat(returned).isEqualTo(this.result);
		}
	}

	/* One that can be told from others where that is easy. */
	private static Object value(Class<?> type, int number) {
		if (type == boolean.class) {
			return number % 2 == 1;
		}
		if (type == int.class) {
			return number;
		}
		if (type == long.class) {
			return (long) number;
		}
		if (type == String.class || type == CharSequence.class) {
			return "text " + number;
		}
		return type.isInterface()
				? Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, ForwardingResponseTests::own)
				: null;
	}

	private static Object own(Object proxy, Method method, Object[] given) {
		return switch (method.getName()) {
			case "equals" -> proxy == given[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> method.getName();
		};
	}

}
