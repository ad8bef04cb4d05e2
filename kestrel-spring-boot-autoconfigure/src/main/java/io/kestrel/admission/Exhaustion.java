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

package io.kestrel.admission;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.kestrel.refusal.Sampler;
import io.netty.channel.unix.Errors.NativeIoException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says once a minute that the process has no file descriptor left. Whatever it needs is
 * loaded before: a class file could not be opened then. For any thread.
 */
final class Exhaustion {

	private static final Log logger = LogFactory.getLog(Exhaustion.class);

	/** ENFILE, EMFILE, ENOMEM and ENOBUFS of Linux, then ENOBUFS of macOS. */
	private static final Set<Integer> ERRORS = Set.of(23, 24, 12, 105, 55);

	/**
	 * What Java NIO has of them, which knows no numbers. In the language of the process:
	 * where that is another one, Netty's own pause has to do, a second without this
	 * warning.
	 */
	private static final List<String> MESSAGES = List.of("Too many open files", "Cannot allocate memory",
			"No buffer space available");

	private final ServerAdmission server;

	private final Sampler sampler = new Sampler();

	Exhaustion(ServerAdmission server) {
		this.server = server;
		// Loads what it compares with, while there are file descriptors.
		isCause(new IOException(""));
	}

	/**
	 * Return whether a connection can't be accepted because the system has too little of
	 * something.
	 * @param cause why it can't be accepted
	 * @return whether it can be once other connections have ended
	 */
	boolean isCause(Throwable cause) {
		if (cause instanceof NativeIoException ex) {
			return ERRORS.contains(Math.abs(ex.expectedErr()));
		}
		String message = cause.getMessage();
		return cause instanceof IOException && message != null && MESSAGES.stream().anyMatch(message::contains);
	}

	void warn(Throwable cause, long nanoTime) {
		if (this.sampler.speak(nanoTime) >= 0) {
			logger.warn("Accepting no connections for a moment, with "
					+ (this.server.connections() + this.server.upgraded()) + " open: the system says \""
					+ cause.getMessage()
					+ "\". Let the process have more file descriptors (ulimit -n, LimitNOFILE= of systemd), or set"
					+ " server.limits.max-concurrent-connections to less than it has. Trying again twice a second;"
					+ " the next warning comes after a minute at the earliest.");
		}
	}

}
