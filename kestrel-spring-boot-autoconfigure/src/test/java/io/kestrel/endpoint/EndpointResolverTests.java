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

package io.kestrel.endpoint;

import java.util.List;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.configuration.Notice;
import io.kestrel.endpoint.AddressSettings.Binding;
import io.kestrel.endpoint.Resolution.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link EndpointResolver}: what is wrong with the settings that count. Who
 * wins is the matter of {@link AddressRuleTests}.
 */
class EndpointResolverTests {

	@Test
	void endpointsKeepNameOptionsKeyAndOrder() {
		SocketOptions socket = new SocketOptions("0660", "shop", "www", 16);
		Resolution resolution = new SettingsBuilder().endpoint("b", "http://b:2")
			.endpoint("a", " http://unix:/run/a.sock ", socket)
			.secure()
			.listen("https://c:3")
			.resolve();
		assertThat(resolution.endpoints()).map(Endpoint::toString)
			.containsExactly("http://b:2", "http://unix:/run/a.sock", "https://c:3");
		assertThat(resolution.endpoints()).map(Endpoint::name).containsExactly("b", "a", null);
		assertThat(resolution.endpoints()).map(Endpoint::isSecure).containsExactly(false, false, true);
		assertThat(resolution.endpoints()).map(Endpoint::socket)
			.containsExactly(SocketOptions.DEFAULT, socket, SocketOptions.DEFAULT);
		assertThat(resolution.endpoints().get(1).key().name()).isEqualTo("server.endpoints.a.url");
	}

	@Test
	void problemsAreReportedTogether() {
		ConfigurationProblem known = new ConfigurationProblem(ConfigurationKey.of("server.endpoints.web.ulr"), "x",
				"an endpoint has no such key", "Write url.");
		InvalidConfigurationException exception = refuse(new SettingsBuilder().problem(known)
			.urls("5000", "http://localhost:0", "https://a:443", "http://b:1", "https://c:1"));
		assertThat(exception.getProblems()).first().isEqualTo(known);
		assertThat(exception.getProblems()).map(ConfigurationProblem::value)
			.containsExactly("x", "5000", "http://localhost:0", "https://a:443", "https://c:1", "https://c:1");
		assertThat(exception.getMessage()).contains(exception.getProblems().stream().map(Object::toString).toList());
	}

	@Test
	void problemsThatAreKnownAlreadyCountWhicheverRuleWins() {
		ConfigurationProblem known = new ConfigurationProblem(ConfigurationKey.of("key"), "value", "reason", "Cure.");
		assertThat(problem(new SettingsBuilder().problem(known))).isEqualTo(known);
		assertThat(problem(new SettingsBuilder().problem(known).stock("server.port=8080"))).isEqualTo(known);
		assertThat(problem(new SettingsBuilder().problem(known).urls("http://a:1")))
			.hasToString("key=value: reason. Cure.");
	}

	@Test
	void problemNamesKeyPieceAndCure() {
		ConfigurationProblem problem = problem(new SettingsBuilder().urls("http://a:1", "http://b:x"));
		assertThat(problem.key().name()).isEqualTo("server.urls");
		assertThat(problem.value()).isEqualTo("http://b:x");
		assertThat(problem.reason()).isEqualTo("the port 'x' is not a number");
		assertThat(problem.cure()).startsWith("Write a port");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			x     | the port 'x' is not a number
			-1    | the port -1 is out of range
			65536 | the port 65536 is out of range
			80/a  | it has the path base '/a'
			""")
	void problemOfPortNamesWhatWasWritten(String port, String reason) {
		ConfigurationProblem problem = problem(new SettingsBuilder().secure().httpsPorts("443", port));
		assertThat(problem.key().name()).isEqualTo("server.https-ports");
		assertThat(problem.value()).isEqualTo(port);
		assertThat(problem.reason()).isEqualTo(reason);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "  " })
	void urlIsMissing(String url) {
		ConfigurationProblem problem = problem(new SettingsBuilder().endpoint("web", url));
		assertThat(problem.key().name()).isEqualTo("server.endpoints.web.url");
		assertThat(problem.reason()).isEqualTo("endpoint 'web' has no URL");
		assertThat(problem.cure()).contains("Set server.endpoints.web.url", "http://localhost:5000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:0", "http://app.localhost:0" })
	void dynamicPortOfLocalhostIsRefused(String url) {
		ConfigurationProblem problem = problem(new SettingsBuilder().urls(url));
		assertThat(problem.value()).isEqualTo(url);
		assertThat(problem.reason()).contains("two sockets");
		assertThat(problem.cure()).contains("http://127.0.0.1:0", "http://[::1]:0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1:0", "http://[::1]:0", "http://*:0", "http://+:0", "http://a:0" })
	void dynamicPortElsewhereIsAllowed(String url) {
		assertThat(new SettingsBuilder().urls(url, url).resolve().endpoints()).hasSize(2);
	}

	@Test
	void freePortsWhenPortIsZero() {
		Resolution resolution = new SettingsBuilder().binding(Binding.FREE_PORTS)
			.urls("http://localhost:5000", "http://localhost:0", "http://*:5001", "http://unix:/run/a.sock")
			.resolve();
		assertThat(resolution.kind()).isEqualTo(Kind.ENDPOINTS);
		assertThat(resolution.endpoints()).map(Endpoint::toString)
			.containsExactly("http://localhost:0", "http://localhost:0", "http://*:0", "http://unix:/run/a.sock");
		assertThat(resolution.notices()).isEmpty();
	}

	@Test
	void certificateThatNoEndpointUsesIsWorthAWarning() {
		assertThat(new SettingsBuilder().secure().urls("http://a:1", "http://b:2").resolve().notices())
			.extracting(Notice::text)
			.singleElement()
			.asString()
			.contains("server.ssl", "http://a:1, http://b:2");
		assertThat(new SettingsBuilder().secure().urls("http://a:1", "https://b:2").resolve().notices()).isEmpty();
	}

	@Test
	void endpointWithSeveralUrls() {
		ConfigurationProblem problem = problem(
				new SettingsBuilder().endpoint("web", "http://a:1;http://b:2", SocketOptions.DEFAULT));
		assertThat(problem.reason()).contains("one URL");
	}

	@Test
	void addressesThatClashAreRefusedAlsoWhenPortIsZero() {
		SettingsBuilder settings = new SettingsBuilder().binding(Binding.FREE_PORTS)
			.urls("http://localhost:5000", "http://*:5000");
		assertThat(refuse(settings).getProblems()).hasSize(1);
	}

	@Test
	void freePortsKeepEverythingElseOfTheEndpoint() {
		SocketOptions socket = new SocketOptions(null, null, null, 3);
		Endpoint endpoint = new SettingsBuilder().binding(Binding.FREE_PORTS)
			.secure()
			.endpoint("web", "https://a:443", socket)
			.resolve()
			.endpoints()
			.get(0);
		assertThat(endpoint).hasToString("https://a:0");
		assertThat(endpoint.name()).isEqualTo("web");
		assertThat(endpoint.socket()).isEqualTo(socket);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http://a:1              | http://b:1              | address is listened at already | another port
			http://localhost:1      | http://[::1]:1          | address is listened at already | another port
			http://unix:/run/a.sock | http://unix:/run/a.sock | address is listened at already | Remove one
			https://*:1             | https://127.0.0.1:1     | address is listened at already | another port
			http://a:1              | https://a:1             | speaks http and https          | a port of its own
			https://127.0.0.1:1     | http://localhost:1      | speaks http and https          | a port of its own
			""")
	void sameAddressTwice(String first, String second, String reason, String cure) {
		ConfigurationProblem problem = problem(new SettingsBuilder().secure().urls(first, "http://c:2", second));
		assertThat(problem.value()).isEqualTo(second);
		assertThat(problem.reason()).contains(reason).contains("(see server.urls=" + first + ")");
		assertThat(problem.cure()).contains(cure);
	}

	@Test
	void sameAddressThreeTimes() {
		assertThat(refuse(new SettingsBuilder().urls("http://a:1", "http://a:1", "http://a:1")).getProblems())
			.hasSize(3);
	}

	@ParameterizedTest
	@CsvSource({ "http://127.0.0.1:1, http://127.0.0.1:2", "http://127.0.0.1:1, http://[::1]:1",
			"http://127.0.0.1:0, http://127.0.0.1:0", "http://unix:/a/s, http://unix:/b/s" })
	void addressesThatDiffer(String first, String second) {
		assertThat(new SettingsBuilder().urls(first, second).resolve().endpoints()).hasSize(2);
	}

	@Test
	void certificateIsMissing() {
		ConfigurationProblem problem = problem(new SettingsBuilder().urls("http://a:1", "https://a:2"));
		assertThat(problem.value()).isEqualTo("https://a:2");
		assertThat(problem.reason()).contains("https needs a certificate");
		assertThat(problem.cure()).contains("server.certificates.default.bundle", "server.ssl",
				"server.certificates.development.enabled=true");
		assertThat(new SettingsBuilder().ssl().urls("https://a:2").resolve().endpoints()).hasSize(1);
	}

	@Test
	void nameIsUsedTwice() {
		ConfigurationProblem problem = problem(
				new SettingsBuilder().endpoint("web", "http://a:1").endpoint("web", "http://a:2"));
		assertThat(problem.value()).isEqualTo("http://a:2");
		assertThat(problem.reason()).contains("the name 'web'");
		assertThat(problem.cure()).contains("a name of its own");
	}

	@Test
	void endpointsWithoutNameAreNoDuplicates() {
		assertThat(new SettingsBuilder().listen("http://a:1").listen("http://a:2").resolve().endpoints()).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "0660, -, -", "-, shop, -", "-, -, www", "0660, shop, www" })
	void fileOptionsOnTcpAreRefused(String mode, String owner, String group) {
		SocketOptions socket = new SocketOptions(mode, owner, group, null);
		ConfigurationProblem problem = problem(new SettingsBuilder().endpoint("web", "http://a:1", socket));
		assertThat(problem.reason()).contains("mode, owner and group", "not a Unix socket");
		assertThat(problem.cure()).contains("http://unix:");
		assertThat(new SettingsBuilder().endpoint("web", "http://unix:/run/a.sock", socket).resolve().endpoints())
			.hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "660", "432", "00660", "0888", "0o660", "rw-rw----", "-0660", "4755", "0 60" })
	void modeIsNoOctalNumber(String mode) {
		ConfigurationProblem problem = problem(
				new SettingsBuilder().endpoint("web", "http://unix:/a", new SocketOptions(mode, null, null, null)));
		assertThat(problem.key().name()).isEqualTo("server.endpoints.web.socket.mode");
		assertThat(problem.value()).isEqualTo(mode);
		assertThat(problem.reason()).contains("octal number that begins with zero");
		assertThat(problem.cure()).contains("0660", "in quotes if the file is YAML");
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0 })
	void backlogIsLessThanOne(int backlog) {
		ConfigurationProblem problem = problem(
				new SettingsBuilder().endpoint("web", "http://a:1", new SocketOptions(null, null, null, backlog)));
		assertThat(problem.key().name()).isEqualTo("server.endpoints.web.socket.backlog");
		assertThat(problem.value()).isEqualTo("" + backlog);
		assertThat(problem.reason()).contains("at least 1");
		assertThat(problem.cure()).contains("wait to be accepted");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, Integer.MAX_VALUE })
	void backlogIsAtLeastOne(int backlog) {
		SocketOptions socket = new SocketOptions(null, null, null, backlog);
		assertThat(new SettingsBuilder().endpoint("web", "http://a:1", socket).resolve().endpoints())
			.map(Endpoint::socket)
			.containsExactly(socket);
	}

	@Test
	void resolutionIsUnmodifiable() {
		Resolution resolution = EndpointResolver.resolve(AddressSettings.NONE);
		assertThat(resolution.endpoints()).isUnmodifiable();
		assertThat(resolution.notices()).isUnmodifiable();
		assertThat(refuse(new SettingsBuilder().urls("5000")).getProblems()).isUnmodifiable();
	}

	private static ConfigurationProblem problem(SettingsBuilder settings) {
		List<ConfigurationProblem> problems = refuse(settings).getProblems();
		assertThat(problems).hasSize(1);
		return problems.get(0);
	}

	private static InvalidConfigurationException refuse(SettingsBuilder settings) {
		return catchThrowableOfType(InvalidConfigurationException.class, settings::resolve);
	}

}
