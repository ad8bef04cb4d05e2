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

package io.kestrel.connection;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.channel.FileRegion;
import org.jspecify.annotations.Nullable;

/**
 * Files that the system sends by itself. They count as they go, not when they are
 * written: a large one would have the time that all of it takes at the minimum rate.
 * Event loop only.
 */
final class SentFiles {

	private final Queue<FileRegion> files = new ArrayDeque<>(2);

	/** What was counted of the first. */
	private long counted;

	void add(FileRegion file) {
		this.files.add(file);
	}

	/**
	 * Return how much was sent since this was asked last.
	 * @return number of octets
	 */
	long poll() {
		long octets = 0;
		for (@Nullable
		FileRegion file = this.files.peek(); file != null; file = this.files.peek()) {
			octets += file.transferred() - this.counted;
			this.counted = file.transferred();
			if (file.refCnt() > 0 && file.transferred() < file.count()) {
				break;
			}
			this.files.remove();
			this.counted = 0;
		}
		return octets;
	}

}
