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

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.kestrel.address.EndpointAddress.UnixSocket;

/**
 * Parses what follows {@code unix:} in a URL: the path up to the next colon. A text
 * behind that colon would be a path base.
 */
final class UnixSocketPath {

	/**
	 * Bytes of a path. Linux has room for 108 in {@code sockaddr_un.sun_path}, a closing
	 * zero among them; the JDK takes one less.
	 */
	static final int MAX_LENGTH = 106;

	private UnixSocketPath() {
	}

	static UnixSocket parse(String text) {
		int colon = text.indexOf(':');
		String path = (colon != -1) ? text.substring(0, colon) : text;
		String pathBase = (colon != -1) ? text.substring(colon + 1) : "";
		if (!pathBase.isEmpty() && !pathBase.equals("/")) {
			UrlPrefix.refusePathBase((pathBase.startsWith("/") ? "" : "/") + pathBase);
		}
		if (path.endsWith("/")) {
			throw new InvalidAddressException("the path '" + path + "' is that of a directory",
					"Add the name of the socket file, for example http://unix:/run/app.sock.");
		}
		try {
			return require(Path.of(path));
		}
		catch (InvalidPathException ex) {
			throw new InvalidAddressException("the path '" + path + "' is not one of this system: " + ex.getReason(),
					"Write the absolute path of a socket file, for example http://unix:/run/app.sock.");
		}
	}

	static UnixSocket require(Path path) {
		if (!path.isAbsolute() || path.getFileName() == null) {
			throw new InvalidAddressException("the path '" + path + "' of the Unix socket is not absolute",
					"Write the absolute path of a socket file, for example /run/app.sock.");
		}
		int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
		if (length > MAX_LENGTH) {
			throw new InvalidAddressException("the path '" + path + "' is " + length
					+ " bytes long, and a Unix socket has room for " + MAX_LENGTH,
					"Choose a shorter path, for example below /run.");
		}
		return new UnixSocket(path);
	}

}
