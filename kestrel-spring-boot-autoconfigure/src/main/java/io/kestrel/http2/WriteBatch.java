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

package io.kestrel.http2;

import java.util.ArrayList;
import java.util.List;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;

/**
 * Those who wait for frames that are written as one: they hear of it together.
 */
final class WriteBatch implements ChannelFutureListener {

	private final List<ChannelPromise> promises = new ArrayList<>();

	void add(ChannelPromise promise) {
		this.promises.add(promise);
	}

	@Override
	public void operationComplete(ChannelFuture written) {
		Throwable cause = written.cause();
		if (cause != null) {
			fail(cause);
			return;
		}
		for (ChannelPromise promise : this.promises) {
			promise.trySuccess();
		}
	}

	void fail(Throwable cause) {
		for (ChannelPromise promise : this.promises) {
			promise.tryFailure(cause);
		}
	}

}
