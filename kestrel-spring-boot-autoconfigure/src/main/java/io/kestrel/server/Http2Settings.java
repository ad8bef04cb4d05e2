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

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http2SettingsSpec;

/**
 * Settings of HTTP/2 as Reactor Netty has them, which can only be set all at once.
 */
final class Http2Settings {

	private Http2Settings() {
	}

	/**
	 * Copy settings, so that one of them can be changed.
	 * @param set those that are set, {@code null} if none are
	 * @param copy where to copy them
	 * @return the copy
	 */
	static Http2SettingsSpec.Builder copy(@Nullable Http2SettingsSpec set, Http2SettingsSpec.Builder copy) {
		if (set == null) {
			return copy;
		}
		Boolean connect = set.connectProtocolEnabled();
		if (connect != null) {
			copy.connectProtocolEnabled(connect);
		}
		Long tableSize = set.headerTableSize();
		if (tableSize != null) {
			copy.headerTableSize(tableSize);
		}
		Integer windowSize = set.initialWindowSize();
		if (windowSize != null) {
			copy.initialWindowSize(windowSize);
		}
		Integer frameSize = set.maxFrameSize();
		if (frameSize != null) {
			copy.maxFrameSize(frameSize);
		}
		Long streams = set.maxStreams();
		if (streams != null) {
			copy.maxStreams(streams);
		}
		copyFrames(set, copy);
		return copy.maxConcurrentStreams(set.maxConcurrentStreams()).maxHeaderListSize(set.maxHeaderListSize());
	}

	private static void copyFrames(Http2SettingsSpec set, Http2SettingsSpec.Builder copy) {
		Integer decoded = set.maxDecodedRstFramesPerWindow();
		Integer decodedSeconds = set.maxDecodedRstFramesSecondsPerWindow();
		if (decoded != null && decodedSeconds != null) {
			copy.maxDecodedRstFramesPerWindow(decoded, decodedSeconds);
		}
		Integer encoded = set.maxEncodedRstFramesPerWindow();
		Integer encodedSeconds = set.maxEncodedRstFramesSecondsPerWindow();
		if (encoded != null && encodedSeconds != null) {
			copy.maxEncodedRstFramesPerWindow(encoded, encodedSeconds);
		}
		Duration ackTimeout = set.pingAckTimeout();
		if (ackTimeout != null) {
			copy.pingAckTimeout(ackTimeout).pingAckDropThreshold(set.pingAckDropThreshold());
		}
	}

}
