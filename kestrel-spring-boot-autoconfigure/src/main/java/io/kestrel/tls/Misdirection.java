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

package io.kestrel.tls;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Which requests came on a connection for another server name (RFC 9110, section
 * 15.5.20). By default those only for which the client would have been asked for another
 * certificate: they must not be reached round the question.
 */
final class Misdirection {

	/** A name, an IPv4 or an IPv6 address. */
	private static final Pattern HOST = Pattern.compile("[a-z0-9_.:-]*");

	private final ServerNames<CurrentHost> hosts;

	private final List<CurrentHost> all;

	private final boolean rejectAll;

	/**
	 * Create the rule of an endpoint.
	 * @param hosts its server names
	 * @param all all that they stand for
	 * @param rejectAll whether every request counts whose host is not that of its
	 * connection
	 */
	Misdirection(ServerNames<CurrentHost> hosts, List<CurrentHost> all, boolean rejectAll) {
		this.hosts = hosts;
		this.all = all;
		this.rejectAll = rejectAll;
	}

	boolean isPossible() {
		return this.rejectAll || (this.all.size() > 1 && this.all.stream().anyMatch(CurrentHost::asksForCertificate));
	}

	/**
	 * Return whether a request is misdirected.
	 * @param negotiated the name of the host that the connection was secured for
	 * @param authority the host of the request, with or without a port
	 * @return whether it is
	 */
	boolean test(String negotiated, String authority) {
		String host = hostOf(authority);
		if (!HOST.matcher(host).matches()) {
			// User information, or escapes that somebody might resolve.
			return true;
		}
		CurrentHost target = this.hosts.find(host);
		if (target == null || target.isNamed(negotiated)) {
			return this.rejectAll && (target == null || !target.covers(host));
		}
		return this.rejectAll || target.asksMoreThan(named(negotiated));
	}

	private @Nullable CurrentHost named(String name) {
		return this.all.stream().filter((host) -> host.isNamed(name)).findFirst().orElse(null);
	}

	private static String hostOf(String authority) {
		String host = authority.toLowerCase(Locale.ROOT);
		if (host.startsWith("[")) {
			int end = host.indexOf(']');
			return (end > 0) ? host.substring(1, end) : host;
		}
		int colon = host.indexOf(':');
		String name = (colon >= 0) ? host.substring(0, colon) : host;
		// A dot at the end makes it no other host.
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

}
