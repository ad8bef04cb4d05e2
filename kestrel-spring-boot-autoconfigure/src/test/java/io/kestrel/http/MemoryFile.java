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

package io.kestrel.http;

import java.nio.channels.WritableByteChannel;

import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;

/**
 * A file that is only said to be there.
 */
final class MemoryFile extends AbstractReferenceCounted implements FileRegion {

	private final long count;

	MemoryFile(long count) {
		this.count = count;
	}

	@Override
	public long count() {
		return this.count;
	}

	@Override
	public long position() {
		return 0;
	}

	@Override
	@Deprecated
	public long transfered() {
		return 0;
	}

	@Override
	public long transferred() {
		return 0;
	}

	@Override
	public long transferTo(WritableByteChannel target, long position) {
		throw new UnsupportedOperationException();
	}

	@Override
	protected void deallocate() {
	}

	@Override
	public FileRegion retain() {
		super.retain();
		return this;
	}

	@Override
	public FileRegion retain(int increment) {
		super.retain(increment);
		return this;
	}

	@Override
	public FileRegion touch() {
		return this;
	}

	@Override
	public FileRegion touch(Object hint) {
		return this;
	}

	@Override
	public String toString() {
		// None of its octets is on the wire then.
		return (this.count > 0) ? "<file of " + this.count + ">" : "";
	}

}
