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

import io.kestrel.http.DecoderLimits;
import io.kestrel.limits.ServerLimits;
import io.kestrel.refusal.Refusal;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all connections of an endpoint.
 *
 * @param endpoint the endpoint as the operator knows it, for messages
 * @param endpointName its name, {@code null} if it has none
 * @param limits its limits
 * @param http1 whether it speaks HTTP/1.x, and not HTTP/2 only
 * @param decoderLimits those of its limits that the decoder of HTTP/1.1 keeps
 * @param server the value of the field Server in responses, {@code null} for none
 * @param shared what they share with those of other endpoints
 */
public record ConnectionSettings(String endpoint, @Nullable String endpointName, ServerLimits limits, boolean http1,
		DecoderLimits decoderLimits, @Nullable String server, SharedState shared) {

	/**
	 * A request is refused.
	 * @param refusal why
	 * @param channel its connection, or its stream of HTTP/2
	 */
	public void report(Refusal refusal, Channel channel) {
		// The parent of any other channel is the one that listens.
		Channel socket = (channel instanceof Http2StreamChannel) ? channel.parent() : channel;
		this.shared.refusals()
			.record(refusal, this.endpoint, socket.remoteAddress(), channel.eventLoop().ticker().nanoTime());
	}

	/**
	 * A request of HTTP/2 is refused, or its connection, without a status.
	 * @param refusal why
	 * @param channel the connection
	 * @param frame the type of the frame that the client gets
	 */
	void report(Refusal refusal, Channel channel, String frame) {
		this.shared.refusals()
			.record(refusal, this.endpoint, channel.remoteAddress(), channel.eventLoop().ticker().nanoTime(), frame);
	}

}
