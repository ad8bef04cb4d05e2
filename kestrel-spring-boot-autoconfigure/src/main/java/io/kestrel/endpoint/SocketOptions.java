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

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How the listening socket of an endpoint is made. Owner, group and mode are those of the
 * file of a Unix domain socket; they hold before the first client can connect.
 *
 * @param mode permissions of the socket file, four octal digits such as {@code 0660};
 * {@code null} leaves what the process's umask gives
 * @param owner name of the user who owns the socket file; {@code null} for the user of
 * the process
 * @param group name of the group of the socket file; {@code null} for the group of the
 * process
 * @param backlog connections that wait to be accepted; {@code null} for the system's
 * {@code somaxconn}
 * @since 0.1.0
 */
public record SocketOptions(@Nullable String mode, @Nullable String owner, @Nullable String group,
		@Nullable Integer backlog) {

	/**
	 * All as the system has it.
	 */
	public static final SocketOptions DEFAULT = new SocketOptions(null, null, null, null);

	private static final Pattern MODE = Pattern.compile("0[0-7]{3}");

	/**
	 * Return these options with other permissions of the socket file.
	 * @param mode the permissions, such as {@code 0660}
	 * @return the options
	 */
	public SocketOptions withMode(String mode) {
		return new SocketOptions(mode, this.owner, this.group, this.backlog);
	}

	/**
	 * Return these options with another owner of the socket file.
	 * @param owner the name of the user
	 * @return the options
	 */
	public SocketOptions withOwner(String owner) {
		return new SocketOptions(this.mode, owner, this.group, this.backlog);
	}

	/**
	 * Return these options with another group of the socket file.
	 * @param group the name of the group
	 * @return the options
	 */
	public SocketOptions withGroup(String group) {
		return new SocketOptions(this.mode, this.owner, group, this.backlog);
	}

	/**
	 * Return these options with another backlog.
	 * @param backlog connections that wait to be accepted, at least 1
	 * @return the options
	 */
	public SocketOptions withBacklog(int backlog) {
		return new SocketOptions(this.mode, this.owner, this.group, backlog);
	}

	/**
	 * Return whether one of the options that only a Unix domain socket has is set.
	 * @return whether mode, owner or group is set
	 */
	public boolean hasFileOptions() {
		return this.mode != null || this.owner != null || this.group != null;
	}

	boolean isModeValid() {
		return this.mode == null || MODE.matcher(this.mode).matches();
	}

	/**
	 * Return the permissions that {@link #mode()} stands for.
	 * @return the permissions, or {@code null} if no mode is set
	 */
	public @Nullable Set<PosixFilePermission> permissions() {
		if (this.mode == null) {
			return null;
		}
		int bits = Integer.parseInt(this.mode, 8);
		Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
		// The constants stand in the order of the nine bits, owner's read first.
		for (PosixFilePermission permission : PosixFilePermission.values()) {
			if ((bits & (0400 >> permission.ordinal())) != 0) {
				permissions.add(permission);
			}
		}
		return permissions;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "mode=%s, owner=%s, group=%s, backlog=%s", this.mode, this.owner, this.group,
				this.backlog);
	}

}
