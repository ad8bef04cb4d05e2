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

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Values by the server names that clients ask for (RFC 6066 section 3). The order is that
 * of ASP.NET Core's Kestrel: the exact name, then the longest {@code *.suffix} at any
 * depth (but not the bare suffix), then {@code *}. Immutable.
 *
 * @param <T> type of the values
 */
public final class ServerNames<T> {

	private final Map<String, T> exact;

	/* By suffix with its leading dot. */
	private final Map<String, T> wildcards;

	private final @Nullable T others;

	private ServerNames(Builder<T> builder) {
		this.exact = Map.copyOf(builder.exact);
		this.wildcards = Map.copyOf(builder.wildcards);
		this.others = builder.others;
	}

	/**
	 * Begin with no names.
	 * @param <T> type of the values
	 * @return the builder
	 */
	public static <T> Builder<T> builder() {
		return new Builder<>();
	}

	/**
	 * Find the value for a name.
	 * @param serverName the name in lower case, {@code null} if the client asks for none
	 * @return the value, {@code null} if there is none
	 */
	public @Nullable T find(@Nullable String serverName) {
		if (serverName == null) {
			return this.others;
		}
		T found = this.exact.get(serverName);
		if (found == null && !this.wildcards.isEmpty()) {
			found = findWildcard(serverName);
		}
		return (found != null) ? found : this.others;
	}

	/* From left to right the suffixes become shorter, so the first is the longest. */
	private @Nullable T findWildcard(String serverName) {
		for (int dot = serverName.indexOf('.', 1); dot > 0; dot = serverName.indexOf('.', dot + 1)) {
			T found = this.wildcards.get(serverName.substring(dot));
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	/**
	 * Collects names and values.
	 *
	 * @param <T> type of the values
	 */
	public static final class Builder<T> {

		private final Map<String, T> exact = new HashMap<>();

		private final Map<String, T> wildcards = new HashMap<>();

		private @Nullable T others;

		private Builder() {
		}

		/**
		 * Add a name.
		 * @param pattern a host name, {@code *.} and a host name, or {@code *}; case and
		 * a dot at the end don't matter, letters outside ASCII stand for their IDNA form
		 * @param value the value for the name
		 * @return this builder
		 * @throws IllegalArgumentException if the pattern can't be a server name or is
		 * there already; the message is a clause that says why
		 */
		public Builder<T> add(String pattern, T value) {
			String name = ServerNamePattern.normalize(pattern);
			boolean isNew;
			if (name.equals("*")) {
				isNew = this.others == null;
				this.others = value;
			}
			else if (name.startsWith("*.")) {
				isNew = this.wildcards.putIfAbsent(name.substring(1), value) == null;
			}
			else {
				isNew = this.exact.putIfAbsent(name, value) == null;
			}
			if (!isNew) {
				throw new IllegalArgumentException("the same server name '" + name + "' stands there already");
			}
			return this;
		}

		/**
		 * Build what can be asked.
		 * @return the names
		 */
		public ServerNames<T> build() {
			return new ServerNames<>(this);
		}

	}

}
