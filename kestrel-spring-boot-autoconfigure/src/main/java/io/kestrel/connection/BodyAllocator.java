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

import io.kestrel.http.ResponseEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;

/**
 * Gives buffers for the bodies of responses. Short ones are copied on their way out, into
 * the buffer that has their head, so an array will do: it costs no pool, and nobody has
 * to watch whether it is given back. All others are left to the pool.
 */
final class BodyAllocator implements ByteBufAllocator {

	private static final BodyAllocator DEFAULT = new BodyAllocator(ByteBufAllocator.DEFAULT);

	private final ByteBufAllocator pool;

	private BodyAllocator(ByteBufAllocator pool) {
		this.pool = pool;
	}

	/**
	 * Return the allocator for bodies.
	 * @param allocator that of the connection
	 * @return ours, or that of the connection where an application has set it
	 */
	static ByteBufAllocator of(ByteBufAllocator allocator) {
		return (allocator == ByteBufAllocator.DEFAULT) ? DEFAULT : allocator;
	}

	@Override
	public ByteBuf buffer() {
		return this.pool.buffer();
	}

	@Override
	public ByteBuf buffer(int initialCapacity) {
		return buffer(initialCapacity, Integer.MAX_VALUE);
	}

	@Override
	public ByteBuf buffer(int initialCapacity, int maxCapacity) {
		return (initialCapacity <= ResponseEncoder.MOST_COPIED)
				? new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity)
				: this.pool.buffer(initialCapacity, maxCapacity);
	}

	@Override
	public ByteBuf ioBuffer() {
		return this.pool.ioBuffer();
	}

	@Override
	public ByteBuf ioBuffer(int initialCapacity) {
		return this.pool.ioBuffer(initialCapacity);
	}

	@Override
	public ByteBuf ioBuffer(int initialCapacity, int maxCapacity) {
		return this.pool.ioBuffer(initialCapacity, maxCapacity);
	}

	@Override
	public ByteBuf heapBuffer() {
		return this.pool.heapBuffer();
	}

	@Override
	public ByteBuf heapBuffer(int initialCapacity) {
		return this.pool.heapBuffer(initialCapacity);
	}

	@Override
	public ByteBuf heapBuffer(int initialCapacity, int maxCapacity) {
		return this.pool.heapBuffer(initialCapacity, maxCapacity);
	}

	@Override
	public ByteBuf directBuffer() {
		return this.pool.directBuffer();
	}

	@Override
	public ByteBuf directBuffer(int initialCapacity) {
		return this.pool.directBuffer(initialCapacity);
	}

	@Override
	public ByteBuf directBuffer(int initialCapacity, int maxCapacity) {
		return this.pool.directBuffer(initialCapacity, maxCapacity);
	}

	@Override
	public CompositeByteBuf compositeBuffer() {
		return this.pool.compositeBuffer();
	}

	@Override
	public CompositeByteBuf compositeBuffer(int maxNumComponents) {
		return this.pool.compositeBuffer(maxNumComponents);
	}

	@Override
	public CompositeByteBuf compositeHeapBuffer() {
		return this.pool.compositeHeapBuffer();
	}

	@Override
	public CompositeByteBuf compositeHeapBuffer(int maxNumComponents) {
		return this.pool.compositeHeapBuffer(maxNumComponents);
	}

	@Override
	public CompositeByteBuf compositeDirectBuffer() {
		return this.pool.compositeDirectBuffer();
	}

	@Override
	public CompositeByteBuf compositeDirectBuffer(int maxNumComponents) {
		return this.pool.compositeDirectBuffer(maxNumComponents);
	}

	@Override
	public boolean isDirectBufferPooled() {
		return this.pool.isDirectBufferPooled();
	}

	@Override
	public int calculateNewCapacity(int minNewCapacity, int maxCapacity) {
		return this.pool.calculateNewCapacity(minNewCapacity, maxCapacity);
	}

}
