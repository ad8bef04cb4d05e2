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

package io.kestrel.binding;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.PortInUseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link EndpointBinder}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EndpointBinderTests {

	private final FakeSocketBinder sockets = new FakeSocketBinder();

	private final Logger logger = (Logger) LoggerFactory.getLogger(EndpointBinder.class);

	@AfterEach
	void close() {
		this.logger.setLevel(null);
		this.sockets.sockets().forEach(FakeSocketBinder.FakeSocket::unbind);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					http://127.0.0.1:5000      | 127.0.0.1:5000               | http://127.0.0.1:5000
					https://127.0.0.1:5000     | 127.0.0.1:5000               | https://127.0.0.1:5000
					http://127.0.0.1:0         | 127.0.0.1:40000              | http://127.0.0.1:40000
					http://[::1]:0             | [::1]:40000                  | http://[::1]:40000
					http://0.0.0.0:5000        | 0.0.0.0:5000                 | http://0.0.0.0:5000
					http://[::]:5000           | [::]:5000                    | http://[::]:5000
					http://*:5000              | [::]:5000                    | http://[::]:5000
					http://+:0                 | [::]:40000                   | http://[::]:40000
					https://example.org:443    | [::]:443                     | https://[::]:443
					http://localhost:5000      | 127.0.0.1:5000, [::1]:5000   | http://localhost:5000
					https://localhost:5001     | 127.0.0.1:5001, [::1]:5001   | https://localhost:5001
					http://localhost:0         | 127.0.0.1:40000, [::1]:40000 | http://localhost:40000
					http://app.localhost:5000  | 127.0.0.1:5000, [::1]:5000   | http://app.localhost:5000, http://localhost:5000
					https://a.b.localhost:5001 | 127.0.0.1:5001, [::1]:5001   | https://a.b.localhost:5001, https://localhost:5001
					http://*.localhost:5000    | 127.0.0.1:5000, [::1]:5000   | http://*.localhost:5000
					""")
	void bindWhenEverythingIsFree(String url, String open, String addresses, CapturedOutput output) {
		BoundEndpoint bound = bind(url);
		assertThat(this.sockets.open()).containsExactly(open.split(", "));
		assertThat(bound.addresses()).containsExactly(addresses.split(", "));
		assertThat(bound.secure()).isEqualTo(url.startsWith("https"));
		assertThat(bound.port()).isEqualTo(this.sockets.sockets().get(0).port());
		assertThat(output.toString()).doesNotContain("Cannot listen");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http://127.0.0.1:5000 | 127.0.0.1:5000 | http://127.0.0.1:5000
			https://[::1]:5000    | [::1]:5000     | https://[::1]:5000
			http://[::]:5000      | [::]:5000      | http://[::]:5000
			http://*:5000         | [::]:5000      | http://[::]:5000
			http://a.example:5000 | [::]:5000      | http://[::]:5000
			http://localhost:5000 | 127.0.0.1:5000 | http://127.0.0.1:5000
			https://localhost:5000 | [::1]:5000    | https://[::1]:5000
			http://app.localhost:5000 | [::1]:5000 | http://[::1]:5000
			""")
	void bindWhenSocketIsInUse(String url, String taken, String named) {
		this.sockets.fail(taken, FakeSocketBinder.IN_USE);
		AddressInUseException exception = catchThrowableOfType(AddressInUseException.class, () -> bind(url));
		assertThat(exception)
			.hasMessage("Cannot listen at " + named + " (server.urls=" + url + "): it is in use already.")
			.isInstanceOf(PortInUseException.class);
		assertThat(exception.getCure()).contains("ss -ltnp sport = :5000", "change server.urls");
		assertThat(exception.getPort()).isEqualTo(5000);
		assertThat(this.sockets.open()).isEmpty();
		assertThat(this.sockets.attempts()).last().isEqualTo(taken);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					http://192.0.2.1:5000 | 192.0.2.1 | Cannot assign requested address | this machine has no such address   | ip address
					http://[::1]:5000     | [::1]     | Protocol family unavailable     | does not support this kind         | another family
					http://[::]:5000      | [::]      | Protocol family unavailable     | does not support this kind         | another family
					http://127.0.0.1:80   | 127.0.0.1 | Permission denied               | system does not permit it          | port from 1024
					http://localhost:80   | 127.0.0.1 | Permission denied               | system does not permit it          | port from 1024
					http://localhost:80   | [::1]     | Permission denied               | system does not permit it          | port from 1024
					http://127.0.0.1:5000 | 127.0.0.1 | Something strange               | it failed (Something strange)      | Change server.urls
					""")
	void bindWhenSocketFails(String url, String host, String message, String reason, String cure) {
		this.sockets.fail(host, message);
		assertThatExceptionOfType(EndpointBindException.class).isThrownBy(() -> bind(url))
			.withMessageContaining("(server.urls=" + url + "): ")
			.withMessageContaining(host)
			.withMessageContaining(reason)
			.withMessageContaining("(" + message + ").")
			.satisfies((ex) -> assertThat(ex.getCure()).contains(cure));
		assertThat(this.sockets.open()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "[::1], 127.0.0.1:5000", "127.0.0.1, [::1]:5000" })
	void localhostWhenOneLoopbackIsMissing(String missing, String open, CapturedOutput output) {
		this.sockets.fail(missing, FakeSocketBinder.NOT_LOCAL);
		BoundEndpoint bound = bind("http://localhost:5000");
		assertThat(this.sockets.open()).containsExactly(open);
		assertThat(bound.addresses()).containsExactly("http://localhost:5000");
		assertThat(bound.sockets()).hasSize(1);
		assertThat(output).contains("WARN")
			.contains("Cannot listen at http://" + missing + ":5000, one of the two addresses of localhost:"
					+ " this machine has no such address. Going on without it.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "[::1]" })
	void localhostWhenOneLoopbackIsMissingAndThePortIsDynamic(String missing) {
		this.sockets.fail(missing, FakeSocketBinder.NOT_LOCAL);
		assertThat(bind("http://localhost:0").addresses()).containsExactly("http://localhost:40000");
		assertThat(this.sockets.open()).hasSize(1);
	}

	@Test
	void localhostWhenOneLoopbackIsMissingAndTheOtherInUse() {
		this.sockets.fail("127.0.0.1", FakeSocketBinder.NOT_LOCAL).fail("[::1]:5000", FakeSocketBinder.IN_USE);
		assertThatExceptionOfType(AddressInUseException.class).isThrownBy(() -> bind("http://localhost:5000"))
			.withMessageContaining("http://[::1]:5000");
	}

	@Test
	void localhostWhenBothLoopbacksAreMissing(CapturedOutput output) {
		this.sockets.fail("127.0.0.1", FakeSocketBinder.NOT_LOCAL).fail("[::1]", FakeSocketBinder.NO_IPV6);
		assertThatExceptionOfType(EndpointBindException.class).isThrownBy(() -> bind("http://localhost:5000"))
			.withMessage("Cannot listen at http://localhost:5000 (server.urls=http://localhost:5000): it failed"
					+ " (this machine has neither 127.0.0.1 nor ::1).");
		assertThat(output).contains("http://127.0.0.1:5000, one of the two addresses of localhost",
				"http://[::1]:5000, one of the two addresses of localhost");
	}

	@Test
	void localhostSearchesForAPortThatIsFreeOnBoth() {
		this.sockets.fail("[::1]:40000", FakeSocketBinder.IN_USE).fail("[::1]:40001", FakeSocketBinder.IN_USE);
		BoundEndpoint bound = bind("http://localhost:0");
		assertThat(bound.addresses()).containsExactly("http://localhost:40002");
		assertThat(bound.port()).isEqualTo(40002);
		assertThat(this.sockets.open()).containsExactly("127.0.0.1:40002", "[::1]:40002");
		assertThat(this.sockets.attempts()).containsExactly("127.0.0.1:0", "[::1]:40000", "127.0.0.1:0", "[::1]:40001",
				"127.0.0.1:0", "[::1]:40002");
	}

	@Test
	void localhostGivesUpSearchingAfterManyPorts() {
		takeOnIpv6(EndpointBinder.FREE_PORT_ATTEMPTS);
		assertThatExceptionOfType(AddressInUseException.class).isThrownBy(() -> bind("http://localhost:0"))
			.withMessageContaining("http://[::1]:40049");
		assertThat(this.sockets.sockets()).hasSize(EndpointBinder.FREE_PORT_ATTEMPTS);
		assertThat(this.sockets.open()).isEmpty();
	}

	@Test
	void localhostFindsThePortOfItsLastAttempt() {
		takeOnIpv6(EndpointBinder.FREE_PORT_ATTEMPTS - 1);
		assertThat(bind("http://localhost:0").addresses()).containsExactly("http://localhost:40049");
	}

	private void takeOnIpv6(int ports) {
		IntStream.range(0, ports)
			.forEach((i) -> this.sockets.fail("[::1]:" + (FakeSocketBinder.FIRST_FREE_PORT + i),
					FakeSocketBinder.IN_USE));
	}

	@Test
	void localhostDoesNotSearchWhenThePortIsForbidden() {
		this.sockets.fail("[::1]", FakeSocketBinder.FORBIDDEN);
		assertThatExceptionOfType(EndpointBindException.class).isThrownBy(() -> bind("http://localhost:0"));
		assertThat(this.sockets.attempts()).hasSize(2);
		assertThat(this.sockets.open()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { FakeSocketBinder.NO_IPV6, FakeSocketBinder.NOT_LOCAL, FakeSocketBinder.FORBIDDEN, "Hm" })
	void anyIpWhenIpv6FailsFallsBackToIpv4(String message, CapturedOutput output) {
		this.sockets.fail("[::]", message);
		this.logger.setLevel(Level.DEBUG);
		BoundEndpoint bound = bind("https://*:5000");
		assertThat(bound.addresses()).containsExactly("https://0.0.0.0:5000");
		assertThat(this.sockets.open()).containsExactly("0.0.0.0:5000");
		assertThat(output).contains("DEBUG")
			.contains("Cannot listen at https://[::]:5000. Trying https://0.0.0.0:5000 instead.");
	}

	@Test
	void anyIpDoesNotFallBackWhenIpv6IsInUse() {
		this.sockets.fail("[::]", FakeSocketBinder.IN_USE);
		assertThatExceptionOfType(AddressInUseException.class).isThrownBy(() -> bind("http://*:5000"));
		assertThat(this.sockets.attempts()).containsExactly("[::]:5000");
	}

	@Test
	void anyIpWhenBothFailNamesTheSecond() {
		this.sockets.fail("[::]", FakeSocketBinder.NO_IPV6).fail("0.0.0.0", FakeSocketBinder.FORBIDDEN);
		assertThatExceptionOfType(EndpointBindException.class).isThrownBy(() -> bind("http://*:80"))
			.withMessageContaining("http://0.0.0.0:80 (server.urls=http://*:80)")
			.withMessageContaining("does not permit");
		this.sockets.fail("0.0.0.0", FakeSocketBinder.IN_USE);
		assertThatExceptionOfType(AddressInUseException.class).isThrownBy(() -> bind("http://*:80"));
	}

	@Test
	void literalDoesNotFallBack() {
		this.sockets.fail("[::]", FakeSocketBinder.NO_IPV6);
		assertThatExceptionOfType(EndpointBindException.class).isThrownBy(() -> bind("http://[::]:5000"));
		assertThat(this.sockets.attempts()).containsExactly("[::]:5000");
	}

	@Test
	void unixSocket(@TempDir Path directory) {
		BoundEndpoint bound = bind("http://unix:" + directory + "/app.sock");
		assertThat(bound.addresses()).containsExactly("http://unix:" + directory + "/app.sock");
		assertThat(bound.port()).isEqualTo(-1);
	}

	@Test
	void unixSocketMovesWhenPortsAreFree(@TempDir Path directory) {
		BoundEndpoint bound = new EndpointBinder(this.sockets, true)
			.bind(FakeSocketBinder.endpoint("http://unix:" + directory + "/app.sock"));
		String path = bound.addresses().get(0).replace("http://unix:", "");
		assertThat(Path.of(path)).isAbsolute().hasFileName("app.sock");
		assertThat(Path.of(path).getParent()).isDirectory().isNotEqualTo(directory);
		assertThat(directory).isEmptyDirectory();
		bound.sockets().get(0).unbind();
		assertThat(Path.of(path).getParent()).doesNotExist();
	}

	@Test
	void unixSocketWhenItIsInUse(@TempDir Path directory) {
		this.sockets.fail("unix", FakeSocketBinder.IN_USE);
		AddressInUseException exception = catchThrowableOfType(AddressInUseException.class,
				() -> bind("http://unix:" + directory + "/app.sock"));
		assertThat(exception).hasMessageContaining("http://unix:" + directory + "/app.sock");
		assertThat(exception.getCure()).contains("ss -lxp");
		assertThat(exception.getPort()).isEqualTo(-1);
		assertThat(directory).isEmptyDirectory();
	}

	@Test
	void unixSocketWhenItsDirectoryIsMissing(@TempDir Path directory) {
		assertThatExceptionOfType(EndpointBindException.class)
			.isThrownBy(() -> bind("http://unix:" + directory + "/no/app.sock"))
			.withMessageContaining("the directory of the socket file does not exist")
			.satisfies((ex) -> assertThat(ex.getCure()).contains("Create the directory"));
		assertThat(this.sockets.attempts()).isEqualTo(List.of());
	}

	private BoundEndpoint bind(String url) {
		return new EndpointBinder(this.sockets, false).bind(FakeSocketBinder.endpoint(url));
	}

}
