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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.kestrel.address.EndpointAddress.Localhost;
import io.kestrel.address.EndpointAddress.UnixSocket;
import io.kestrel.address.InvalidAddressException;
import io.kestrel.address.UrlList;
import io.kestrel.address.UrlPrefix;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.configuration.Notice;
import io.kestrel.endpoint.AddressSettings.Binding;
import io.kestrel.https.CertificateSettings;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of the {@link AddressSettings} count, parses those, and checks them
 * against each other. Settings that do not count are not even parsed, as in ASP.NET Core.
 *
 * @since 0.1.0
 */
public final class EndpointResolver {

	/**
	 * Where a server listens if nobody says anything, the default of ASP.NET Core.
	 */
	public static final String DEFAULT_URL = "http://localhost:5000";

	/**
	 * Where it listens then too, if there is a development certificate.
	 */
	public static final String DEFAULT_HTTPS_URL = "https://localhost:5001";

	private final AddressSettings settings;

	private final EndpointDefaults defaults;

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	private EndpointResolver(AddressSettings settings) {
		this.settings = settings;
		this.defaults = settings.defaults().with(settings.stock());
		this.problems.addAll(settings.problems());
	}

	/**
	 * Resolve settings.
	 * @param settings the settings
	 * @return the endpoints to listen at
	 * @throws InvalidConfigurationException with all problems, if there are any
	 */
	public static Resolution resolve(AddressSettings settings) {
		return new EndpointResolver(settings).resolve();
	}

	private Resolution resolve() {
		AddressRule rule = AddressRule.IN_ORDER.stream()
			.filter((candidate) -> candidate.applies(this.settings))
			.findFirst()
			.orElseThrow();
		boolean freePorts = this.settings.stock().binding() == Binding.FREE_PORTS;
		List<Endpoint> endpoints = new ArrayList<>();
		for (EndpointSetting setting : rule.endpoints(this.settings)) {
			Endpoint endpoint = parse(setting);
			if (endpoint != null) {
				check(endpoint, freePorts);
				endpoints.add(endpoint);
			}
		}
		checkOverlaps(endpoints);
		checkNames(endpoints);
		checkDefaultCertificates();
		if (!this.problems.isEmpty()) {
			throw new InvalidConfigurationException(this.problems);
		}
		List<Notice> notices = new ArrayList<>(rule.notices(this.settings));
		notices.addAll(unusedCertificate(endpoints));
		if (freePorts) {
			endpoints.replaceAll(Endpoint::withFreePort);
		}
		return new Resolution(rule.kind(), endpoints, notices);
	}

	/*
	 * Whoever adds an http address to an application with a certificate may not know that
	 * it is the only address from now on.
	 */
	private List<Notice> unusedCertificate(List<Endpoint> endpoints) {
		String certificate = certificateKey();
		if (certificate == null || endpoints.isEmpty() || endpoints.stream().anyMatch(Endpoint::isSecure)) {
			return List.of();
		}
		String addresses = endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
		return List.of(new Notice(Notice.Level.WARN, "The certificate of " + certificate
				+ " is not used: no endpoint is https. Clear text at " + addresses + "."));
	}

	private @Nullable String certificateKey() {
		if (this.settings.stock().secure()) {
			return "server.ssl";
		}
		CertificateSettings certificate = this.defaults.certificates().get(EndpointDefaults.DEFAULT_CERTIFICATE);
		return (certificate != null) ? certificate.key().name() : null;
	}

	private @Nullable Endpoint parse(EndpointSetting setting) {
		if (setting.url() == null || setting.url().isBlank()) {
			problem(setting.key(), "", "endpoint '" + setting.name() + "' has no URL",
					"Set " + setting.key() + ", for example to http://localhost:5000.");
			return null;
		}
		if (UrlList.splitUrls(setting.url()).size() > 1) {
			problem(setting.key(), setting.url(), "an endpoint has one URL, and these are several",
					"Give each URL an endpoint of its own name, or set server.urls.");
			return null;
		}
		try {
			UrlPrefix prefix = UrlPrefix.parse(setting.url().strip());
			return new Endpoint(setting.name(), prefix, setting.options().over(this.defaults, prefix.isSecure()),
					setting.key());
		}
		catch (InvalidAddressException ex) {
			boolean port = !setting.url().equals(setting.written());
			problem(setting.key(), String.valueOf(setting.written()), String.valueOf(ex.getMessage()),
					port ? "Write ports from 0 to 65535, separated by ';'." : ex.getCure());
			return null;
		}
	}

	private void check(Endpoint endpoint, boolean freePorts) {
		checkSocket(endpoint);
		this.problems.addAll(new HttpsRules(this.settings.stock().secure()).check(endpoint));
		if (!freePorts) {
			checkDynamicPort(endpoint);
		}
	}

	private void checkSocket(Endpoint endpoint) {
		SocketOptions socket = endpoint.socket();
		if (socket.hasFileOptions() && !(endpoint.address() instanceof UnixSocket)) {
			problem(endpoint, "mode, owner and group of the socket are set, but it is not a Unix socket",
					"Remove them, or listen at a Unix socket, for example http://unix:/run/app.sock.");
		}
		if (socket.mode() != null && !socket.isModeValid()) {
			// Without the zero it may be what YAML makes of it: 0660 is 432 there.
			problem(socketKey(endpoint, "mode"), socket.mode(), "a mode is an octal number that begins with zero",
					"Write three digits from 0 to 7 after a zero, for example 0660, in quotes if the file is YAML,"
							+ " which takes 0660 for the number 432.");
		}
		if (socket.backlog() != null && socket.backlog() < 1) {
			problem(socketKey(endpoint, "backlog"), socket.backlog().toString(), "a backlog is at least 1",
					"Write the number of connections that may wait to be accepted, or remove it.");
		}
	}

	private static ConfigurationKey socketKey(Endpoint endpoint, String option) {
		String name = endpoint.key().name();
		return name.endsWith(".url") ? ConfigurationKey.of(name.replaceFirst("url$", "socket." + option))
				: endpoint.key();
	}

	private void checkDynamicPort(Endpoint endpoint) {
		if (endpoint.address() instanceof Localhost localhost && localhost.port() == 0) {
			problem(endpoint, "localhost stands for two sockets, which would get two different free ports",
					"Write http://127.0.0.1:0 or http://[::1]:0 or both.");
		}
	}

	private void checkOverlaps(List<Endpoint> endpoints) {
		for (int later = 1; later < endpoints.size(); later++) {
			for (int earlier = 0; earlier < later; earlier++) {
				checkOverlap(endpoints.get(earlier), endpoints.get(later));
			}
		}
	}

	private void checkOverlap(Endpoint earlier, Endpoint later) {
		if (!earlier.address().overlaps(later.address())) {
			return;
		}
		if (earlier.isSecure() != later.isSecure()) {
			problem(later, "the same address speaks http and https (see " + earlier.key() + "=" + earlier + ")",
					"Give each scheme a port of its own.");
		}
		else {
			problem(later, "the same address is listened at already (see " + earlier.key() + "=" + earlier + ")",
					"Remove one of the two, or give it another port or path.");
		}
	}

	private void checkDefaultCertificates() {
		CertificateSettings certificate = this.defaults.certificates().get(EndpointDefaults.DEFAULT_CERTIFICATE);
		if (certificate != null && this.settings.stock().secure()) {
			problem(certificate.key(), "",
					"server.ssl, or a NettyServerCustomizer, gives a certificate to the same endpoints",
					"Remove one of the two: server.ssl or " + certificate.key() + ".");
		}
	}

	private void checkNames(List<Endpoint> endpoints) {
		Set<String> names = new HashSet<>();
		for (Endpoint endpoint : endpoints) {
			if (endpoint.name() != null && !names.add(endpoint.name())) {
				problem(endpoint, "the name '" + endpoint.name() + "' is that of another endpoint too",
						"Give each endpoint a name of its own.");
			}
		}
	}

	private void problem(Endpoint endpoint, String reason, String cure) {
		problem(endpoint.key(), endpoint.toString(), reason, cure);
	}

	private void problem(ConfigurationKey key, String value, String reason, String cure) {
		this.problems.add(new ConfigurationProblem(key, value, reason, cure));
	}

}
