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

import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

import io.netty.channel.unix.Errors.NativeIoException;

/**
 * Why a socket can't be bound: a closed set, each with what it means and what to do. The
 * system says it as an error number (native transports) or as a text (NIO).
 */
enum BindReason {

	/** EADDRINUSE. */
	IN_USE("it is in use already"),

	/** EACCES and EPERM. */
	FORBIDDEN("the operating system does not permit it"),

	/** EADDRNOTAVAIL. */
	NOT_LOCAL("this machine has no such address"),

	/** EAFNOSUPPORT and the like: no IPv6 here. */
	NOT_SUPPORTED("this machine does not support this kind of address"),

	/** ENOENT and ENOTDIR, for Unix sockets. */
	NO_DIRECTORY("the directory of the socket file does not exist"),

	/** No room for the private name, for Unix sockets. */
	TOO_LONG("the path of the socket file's directory is too long"),

	/** A file that is in the way of a Unix socket. */
	NO_SOCKET("a file that is no socket has this name"),

	/** The owner or the group of a Unix socket. */
	NO_OWNER("its owner or its group does not exist"),

	/** Anything else. */
	OTHER("it failed");

	private final String text;

	BindReason(String text) {
		this.text = text;
	}

	@Override
	public String toString() {
		return this.text;
	}

	static BindReason of(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			BindReason reason = ofOne(cause);
			if (reason != OTHER) {
				return reason;
			}
		}
		return OTHER;
	}

	private static BindReason ofOne(Throwable cause) {
		if (cause instanceof SocketFileException socketFile) {
			return socketFile.getReason();
		}
		if (cause instanceof AccessDeniedException) {
			return FORBIDDEN;
		}
		if (cause instanceof NoSuchFileException) {
			return NO_DIRECTORY;
		}
		if (cause.getClass().getName().endsWith("NativeIoException")) {
			return ofErrorNumber(NativeError.number(cause));
		}
		return ofMessage(cause);
	}

	/*
	 * Linux' numbers first, then those of BSD and macOS.
	 */
	private static BindReason ofErrorNumber(int number) {
		return switch (number) {
			case 98, 48 -> IN_USE;
			case 13, 1 -> FORBIDDEN;
			case 99, 49 -> NOT_LOCAL;
			case 97, 47 -> NOT_SUPPORTED;
			case 2, 20 -> NO_DIRECTORY;
			default -> OTHER;
		};
	}

	private static BindReason ofMessage(Throwable cause) {
		String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
		if (cause instanceof BindException && message.contains("in use")) {
			return IN_USE;
		}
		if (message.contains("permission denied") || message.contains("operation not permitted")) {
			return FORBIDDEN;
		}
		if (message.contains("cannot assign requested address")) {
			return NOT_LOCAL;
		}
		if (message.endsWith("not a directory")) {
			return NO_DIRECTORY;
		}
		if (message.contains("protocol family") || message.contains("address family")
				|| cause instanceof java.nio.channels.UnsupportedAddressTypeException) {
			return NOT_SUPPORTED;
		}
		return OTHER;
	}

	/**
	 * Holds Netty's class of native errors apart, which a JVM without native transports
	 * does not load.
	 */
	private static final class NativeError {

		static int number(Throwable cause) {
			// Netty's numbers are negative.
			return -((NativeIoException) cause).expectedErr();
		}

	}

}
