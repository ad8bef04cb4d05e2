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

/**
 * What a reload did. Each endpoint is its URL, as it is bound, with its name in
 * parentheses if it has one: {@code http://127.0.0.1:5000 (web)}. One whose settings
 * changed is among those stopped and among those started.
 *
 * @param stopped endpoints that no longer listen
 * @param started endpoints that listen now
 * @param unchanged endpoints that were not touched
 * @since 0.1.0
 */
public record ReloadResult(List<String> stopped, List<String> started, List<String> unchanged) {

	public ReloadResult {
		stopped = List.copyOf(stopped);
		started = List.copyOf(started);
		unchanged = List.copyOf(unchanged);
	}

	/**
	 * Return whether the reload did anything.
	 * @return whether an endpoint was stopped or started
	 */
	public boolean isChanged() {
		return !this.stopped.isEmpty() || !this.started.isEmpty();
	}

}
