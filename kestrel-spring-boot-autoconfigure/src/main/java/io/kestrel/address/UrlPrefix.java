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

package io.kestrel.address;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code scheme://host:port} of an endpoint, in the grammar of ASP.NET Core's Kestrel.
 * Where Kestrel listens on something that the text does not say (a port that is no number
 * becomes port 80, a query part of the host), this parser refuses; {@code
 * docs/addresses.md} lists each such case.
 *
 * @param scheme what is spoken there
 * @param address where it listens
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3">RFC 3986 section 3</a>
 */
public record UrlPrefix(Scheme scheme, EndpointAddress address) {

	private static final Pattern ONE_SLASH = Pattern.compile("(?i)https?:/");

	/** Not a host of this name: that has a port or nothing behind the colon. */
	private static final Pattern UNIX_WITHOUT_SLASH = Pattern.compile("unix:(?:[^\\d/].*)?");

	private static final Pattern BLANK = Pattern.compile("\\s");

	private static final Pattern QUERY_OR_FRAGMENT = Pattern.compile("[?#].*", Pattern.DOTALL);

	/**
	 * Scheme of an endpoint.
	 */
	public enum Scheme {

		/**
		 * Clear text. Default port 80.
		 */
		HTTP(80),

		/**
		 * TLS. Default port 443.
		 */
		HTTPS(443);

		private final int defaultPort;

		Scheme(int defaultPort) {
			this.defaultPort = defaultPort;
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Parse a URL.
	 * @param url the text, for example {@code http://localhost:5000}
	 * @return the URL prefix
	 * @throws InvalidAddressException if it is none that can be listened on
	 */
	public static UrlPrefix parse(String url) {
		int delimiter = url.indexOf("://");
		if (delimiter == -1 && ONE_SLASH.matcher(url).lookingAt()) {
			throw new InvalidAddressException("a slash is missing after the scheme",
					"Write http:// or https:// with two slashes, for example http://localhost:5000.");
		}
		if (delimiter == -1) {
			throw new InvalidAddressException("it has no scheme",
					"Write http:// or https:// before it, for example http://localhost:5000.");
		}
		Scheme scheme = parseScheme(url.substring(0, delimiter));
		String rest = url.substring(delimiter + 3);
		return new UrlPrefix(scheme, parseAddress(scheme, rest));
	}

	private static Scheme parseScheme(String text) {
		for (Scheme scheme : Scheme.values()) {
			if (scheme.name().equalsIgnoreCase(text)) {
				return scheme;
			}
		}
		throw new InvalidAddressException("the scheme '" + text + "' is not supported",
				"Write http:// or https://, the only two.");
	}

	private static EndpointAddress parseAddress(Scheme scheme, String rest) {
		if (rest.startsWith(EndpointAddress.UnixSocket.PREFIX + "/")) {
			return UnixSocketPath.parse(rest.substring(EndpointAddress.UnixSocket.PREFIX.length()));
		}
		if (UNIX_WITHOUT_SLASH.matcher(rest).matches()) {
			throw new InvalidAddressException("the path of a Unix socket begins with '/'",
					"Write the absolute path of a socket file, for example http://unix:/run/app.sock.");
		}
		if (rest.startsWith("pipe:/")) {
			throw new InvalidAddressException("named pipes exist on Windows alone",
					"Use a Unix domain socket, for example http://unix:/run/app.sock.");
		}
		int slash = rest.indexOf('/');
		String authority = (slash != -1) ? rest.substring(0, slash) : rest;
		refuseUnlessAuthority(authority);
		if (slash != -1) {
			refusePathBase(rest.substring(slash));
		}
		return AuthorityParser.parse(authority, scheme.defaultPort);
	}

	private static void refuseUnlessAuthority(String authority) {
		if (BLANK.matcher(authority).find()) {
			throw new InvalidAddressException("'" + authority + "' has a blank inside",
					"Remove it, or put ';' between two URLs.");
		}
		Matcher queryOrFragment = QUERY_OR_FRAGMENT.matcher(authority);
		if (queryOrFragment.find()) {
			throw new InvalidAddressException("'" + queryOrFragment.group() + "' is a query or a fragment",
					"End the URL after the port: an address has no '?' and no '#'.");
		}
		int at = authority.lastIndexOf('@');
		if (at != -1) {
			throw new InvalidAddressException("'" + authority.substring(0, at + 1) + "' is user information",
					"Remove it: who may connect is not part of an address.");
		}
	}

	/**
	 * Refuse a path base, the text from the first slash on.
	 * @param pathBase the text; one slash alone counts as none
	 */
	static void refusePathBase(String pathBase) {
		if (pathBase.length() > 1) {
			throw new InvalidAddressException("it has the path base '" + pathBase + "'",
					"End the URL after the port, and set spring.webflux.base-path for a path that all handlers share.");
		}
	}

	/**
	 * Return the prefix of a TCP address.
	 * @param scheme the scheme
	 * @param address the IP address
	 * @param port the port, 0 for one that the system picks
	 * @return the URL prefix
	 */
	public static UrlPrefix of(Scheme scheme, InetAddress address, int port) {
		return new UrlPrefix(scheme, EndpointAddress.Tcp.of(address, AuthorityParser.requirePort(port)));
	}

	/**
	 * Return whether TLS is spoken there.
	 * @return whether the scheme is {@code https}
	 */
	public boolean isSecure() {
		return this.scheme == Scheme.HTTPS;
	}

	/**
	 * Return the prefix with another address.
	 * @param address the address
	 * @return the URL prefix
	 */
	public UrlPrefix withAddress(EndpointAddress address) {
		return new UrlPrefix(this.scheme, address);
	}

	/**
	 * Return the URL in its normal form: lower case, with the port, without a path.
	 */
	@Override
	public String toString() {
		return this.scheme + "://" + this.address.authority();
	}

}
