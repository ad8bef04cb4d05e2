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

import io.kestrel.address.EndpointAddress.Port;
import io.kestrel.address.EndpointAddress.UnixSocket;
import io.kestrel.endpoint.Endpoint;

import org.springframework.boot.web.server.WebServerException;

/**
 * Turns the failure of one socket into the exception that the user reads: it names the
 * URL, where that was written, why it failed and what to do.
 */
final class BindFailure {

	private static final int FIRST_UNPRIVILEGED_PORT = 1024;

	private BindFailure() {
	}

	/**
	 * Make the exception.
	 * @param endpoint the endpoint
	 * @param url the URL of the socket that failed, which for {@code localhost} is one of
	 * two
	 * @param failure what happened
	 * @return the exception to throw
	 */
	static WebServerException of(Endpoint endpoint, String url, Throwable failure) {
		String setting = endpoint.key().isDefault() ? "the default, because no address is configured"
				: endpoint.key() + "=" + endpoint;
		return of(endpoint, url, setting, failure);
	}

	/**
	 * Make the exception for Spring Boot's own address, whose key holds no URL.
	 * @param endpoint the endpoint
	 * @param failure what happened
	 * @return the exception to throw
	 */
	static WebServerException ofStock(Endpoint endpoint, Throwable failure) {
		return of(endpoint, endpoint.toString(), "set by " + endpoint.key(), failure);
	}

	private static WebServerException of(Endpoint endpoint, String url, String setting, Throwable failure) {
		BindReason reason = BindReason.of(failure);
		String message = "Cannot listen at " + url + " (" + setting + "): " + reason;
		String cure = cure(endpoint, reason);
		if (reason == BindReason.IN_USE) {
			int port = (endpoint.address() instanceof Port address) ? address.port() : -1;
			return new AddressInUseException(message + ".", cure, port, failure);
		}
		return new EndpointBindException(message + " (" + detail(failure) + ").", cure, failure);
	}

	private static String detail(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null && !(root instanceof SocketFileException)) {
			root = root.getCause();
		}
		return String.valueOf(root.getMessage());
	}

	private static String cure(Endpoint endpoint, BindReason reason) {
		return switch (reason) {
			case IN_USE -> inUseCure(endpoint);
			case FORBIDDEN -> forbiddenCure(endpoint);
			case NOT_LOCAL ->
				"Write an address that 'ip address' lists, or '*' for all of them, in " + endpoint.key() + ".";
			case NOT_SUPPORTED -> "Write an address of another family in " + endpoint.key() + ".";
			case NO_DIRECTORY -> "Create the directory, or change " + endpoint.key() + ".";
			case TOO_LONG -> "Choose a directory whose path has at most " + UnixSocketFile.MAX_DIRECTORY_LENGTH
					+ " bytes, for example one below /run, in " + endpoint.key() + ".";
			case NO_OWNER -> "Write a user that 'getent passwd' lists in socket.owner of the endpoint, and a group that"
					+ " 'getent group' lists in socket.group.";
			case NO_SOCKET -> "Remove the file if nobody needs it, or change " + endpoint.key() + ".";
			case OTHER -> "Change " + endpoint.key() + ".";
		};
	}

	private static String inUseCure(Endpoint endpoint) {
		String otherwise = endpoint.key().isDefault() ? ", or set " + endpoint.key() + "."
				: ", or change " + endpoint.key() + ".";
		if (endpoint.address() instanceof Port port) {
			return "Stop the process that listens there ('ss -ltnp sport = :" + port.port() + "' shows it)" + otherwise;
		}
		return "Stop the process that listens there ('ss -lxp' shows it, with the name under which it was bound: that"
				+ " of a Kestrel server ends with four characters and '/s')" + otherwise;
	}

	private static String forbiddenCure(Endpoint endpoint) {
		if (endpoint.address() instanceof UnixSocket socket) {
			return "Let the user of this process write to the directory " + socket.path().getParent()
					+ ", and give the socket to an owner and group that this user may choose.";
		}
		if (endpoint.address() instanceof Port port && port.port() < FIRST_UNPRIVILEGED_PORT) {
			return "Choose a port from " + FIRST_UNPRIVILEGED_PORT + " in " + endpoint.key()
					+ ", or let this process have lower ones (CAP_NET_BIND_SERVICE, or sysctl"
					+ " net.ipv4.ip_unprivileged_port_start).";
		}
		return "Ask who runs this machine, or change " + endpoint.key() + ".";
	}

}
