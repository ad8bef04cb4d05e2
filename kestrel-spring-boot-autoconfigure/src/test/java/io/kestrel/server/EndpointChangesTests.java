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

package io.kestrel.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.kestrel.address.EndpointAddress.Port;
import io.kestrel.address.UrlPrefix;
import io.kestrel.binding.BoundEndpoint;
import io.kestrel.binding.BoundSocket;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.connection.Connections;
import io.kestrel.connection.SharedState;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.endpoint.EndpointOptions;
import io.kestrel.endpoint.SocketOptions;
import io.kestrel.https.HttpsSettings;
import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;
import io.kestrel.proxy.AllowedHosts;
import io.kestrel.time.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EndpointChanges}.
 */
class EndpointChangesTests {

	private static final Endpoint WEB = endpoint("web", "http://127.0.0.1:5000", SocketOptions.DEFAULT, null);

	private static final SharedState SHARED = SharedState.create(TestClock.heartbeats());

	private static final RequestRules RULES = rules(ServerLimits.DEFAULT, AllowedHosts.ANY);

	@ParameterizedTest
	@MethodSource
	void settingThatDiffersRestartsTheEndpoint(String what, Endpoint changed) {
		EndpointChanges changes = EndpointChanges.between(List.of(running(WEB)), List.of(changed), RULES);
		assertThat(changes.isEmpty()).as(what).isFalse();
		assertThat(changes.stopping()).as(what).hasSize(1);
		assertThat(changes.unchanged()).as(what).isEmpty();
	}

	static Stream<Object[]> settingThatDiffersRestartsTheEndpoint() {
		String url = "http://127.0.0.1:5000";
		SocketOptions socket = SocketOptions.DEFAULT;
		return Stream.of(row("name", endpoint("web2", url, socket, null)),
				row("no name", endpoint(null, url, socket, null)),
				row("scheme", endpoint("web", "https://127.0.0.1:5000", socket, null)),
				row("port", endpoint("web", "http://127.0.0.1:5001", socket, null)),
				row("address", endpoint("web", "http://127.0.0.2:5000", socket, null)),
				row("kind of address", endpoint("web", "http://localhost:5000", socket, null)),
				row("backlog", endpoint("web", url, socket.withBacklog(5), null)),
				row("limit", endpoint("web", url, socket, 5L)));
	}

	private static Object[] row(String what, Endpoint changed) {
		return new Object[] { what, changed };
	}

	@Test
	void sameSettingsLeaveTheEndpointAlone() {
		Endpoint same = endpoint("web", "HTTP://127.0.0.1:5000/", SocketOptions.DEFAULT, null);
		RunningEndpoint running = running(WEB);
		EndpointChanges changes = EndpointChanges.between(List.of(running), List.of(same), RULES);
		assertThat(changes.isEmpty()).isTrue();
		assertThat(changes.unchanged()).containsExactly(running);
	}

	@Test
	void lineThatMovedInItsFileIsNoChange() {
		Endpoint moved = new Endpoint(WEB.name(), WEB.prefix(), WEB.options(),
				new ConfigurationKey(WEB.key().name(), "application.properties - 7:1"));
		assertThat(EndpointChanges.between(List.of(running(WEB)), List.of(moved), RULES).isEmpty()).isTrue();
	}

	@Test
	void limitOfTheServerCountsWhereTheEndpointHasNone() {
		Endpoint limited = endpoint("api", "http://127.0.0.1:5001", SocketOptions.DEFAULT, 5L);
		RunningEndpoint web = running(WEB);
		RunningEndpoint api = running(limited);
		RequestRules changed = rules(LimitOverrides.NONE.with(Limit.MAX_REQUEST_BODY_SIZE, new BodySizeLimit(7, "test"))
			.applyTo(ServerLimits.DEFAULT), AllowedHosts.ANY);
		EndpointChanges changes = EndpointChanges.between(List.of(web, api), List.of(WEB, limited), changed);
		assertThat(changes.stopping()).containsExactly(web);
		assertThat(changes.unchanged()).containsExactly(api);
	}

	@Test
	void changedHostsRestartEveryEndpoint() {
		RequestRules changed = rules(ServerLimits.DEFAULT, AllowedHosts.of(List.of("shop.example")));
		RequestRules same = rules(ServerLimits.DEFAULT, AllowedHosts.of(List.of("*")));
		assertThat(EndpointChanges.between(List.of(running(WEB)), List.of(WEB), changed).stopping()).hasSize(1);
		assertThat(EndpointChanges.between(List.of(running(WEB)), List.of(WEB), same).isEmpty()).isTrue();
	}

	@Test
	void equalEndpointsAreTakenOneByOne() {
		Endpoint dynamic = endpoint(null, "http://127.0.0.1:0", SocketOptions.DEFAULT, null);
		RunningEndpoint first = running(dynamic);
		RunningEndpoint second = running(dynamic);
		EndpointChanges fewer = EndpointChanges.between(List.of(first, second), List.of(dynamic), RULES);
		assertThat(fewer.unchanged()).containsExactly(first);
		assertThat(fewer.stopping()).containsExactly(second);
		EndpointChanges more = EndpointChanges.between(List.of(first), List.of(dynamic, dynamic), RULES);
		assertThat(more.places()).extracting(EndpointChanges.Place::running).containsExactly(first, null);
		assertThat(more.stopping()).isEmpty();
		assertThat(more.isEmpty()).isFalse();
	}

	@Test
	void placesAreInTheOrderOfTheConfiguration() {
		Endpoint other = endpoint("api", "http://127.0.0.1:5001", SocketOptions.DEFAULT, null);
		RunningEndpoint web = running(WEB);
		RunningEndpoint api = running(other);
		EndpointChanges changes = EndpointChanges.between(List.of(web, api), List.of(other, WEB), RULES);
		assertThat(changes.isEmpty()).isTrue();
		assertThat(changes.unchanged()).containsExactly(api, web);
	}

	@ParameterizedTest
	@CsvSource({ "http://127.0.0.1:5000, 5000, http://127.0.0.1:5000, true",
			"http://127.0.0.1:5000, 5000, http://127.0.0.1:5001, false",
			"http://*:5000, 5000, http://127.0.0.1:5000, true", "http://127.0.0.1:5000, 5000, http://*:5000, true",
			"http://127.0.0.1:5000, 5000, http://[::1]:5000, false",
			"http://localhost:5000, 5000, http://[::1]:5000, true",
			"http://127.0.0.1:5000, 5000, https://127.0.0.1:5000, true",
			"http://unix:/run/a.sock, -1, http://unix:/run/a.sock, true",
			"http://unix:/run/a.sock, -1, http://unix:/run/b.sock, false",
			"http://127.0.0.1:0, 5000, http://127.0.0.1:5000, true",
			"http://127.0.0.1:0, 5000, http://127.0.0.1:0, false" })
	void blockingIsWhatStopsAtTheSameAddress(String stopping, int port, String starting, boolean blocks) {
		RunningEndpoint running = running(endpoint(null, stopping, SocketOptions.DEFAULT, 5L), port);
		Endpoint next = endpoint(null, starting, SocketOptions.DEFAULT, null);
		EndpointChanges changes = EndpointChanges.between(List.of(running), List.of(next), RULES);
		assertThat(changes.stopping()).containsExactly(running);
		assertThat(changes.blocking(List.of(next))).hasSize(blocks ? 1 : 0);
		running.unbind();
		assertThat(changes.blocking(List.of(next))).as("no longer listening").isEmpty();
	}

	private static RequestRules rules(ServerLimits limits, AllowedHosts hosts) {
		return new RequestRules(limits, Integer.MAX_VALUE, hosts, null, SHARED);
	}

	private static RunningEndpoint running(Endpoint endpoint) {
		return running(endpoint, (endpoint.address() instanceof Port port) ? port.port() : -1);
	}

	private static RunningEndpoint running(Endpoint endpoint, int port) {
		BoundSocket socket = new FakeSocket(port);
		BoundEndpoint bound = new BoundEndpoint(endpoint.name(), endpoint.isSecure(), List.of(socket),
				List.of(endpoint.toString()));
		return new RunningEndpoint(endpoint, RULES.of(endpoint), bound, new Connections());
	}

	private static Endpoint endpoint(String name, String url, SocketOptions socket, Long bodySize) {
		LimitOverrides limits = (bodySize != null)
				? LimitOverrides.NONE.with(Limit.MAX_REQUEST_BODY_SIZE, new BodySizeLimit(bodySize, "test"))
				: LimitOverrides.NONE;
		return new Endpoint(name, UrlPrefix.parse(url),
				new EndpointOptions(List.of(), socket, limits, HttpsSettings.NONE),
				ConfigurationKey.of("server.endpoints.web.url"));
	}

	private record FakeSocket(int port) implements BoundSocket {

		@Override
		public CompletionStage<Void> unbind() {
			return CompletableFuture.completedStage(null);
		}

	}

}
