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

package io.kestrel.feature;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;

/**
 * A connection, or a stream of HTTP/2, that does not speak HTTP any more: bytes in both
 * directions.
 *
 * @since 0.1.0
 */
public interface UpgradedConnection {

	/**
	 * Return the protocol that is spoken.
	 * @return the name given to {@link UpgradeFeature#upgrade}
	 */
	String getProtocol();

	/**
	 * Return what the client sends, in whatever pieces it comes. It is read from the
	 * network as it is asked for.
	 * @return the bytes, to be subscribed to once; each buffer is owned by the
	 * subscriber. Completes when the client sends nothing more or has gone
	 */
	Flux<DataBuffer> receive();

	/**
	 * Send bytes, each buffer as soon as it comes. Buffers are asked for while there is
	 * room for them (see {@code server.limits.max-response-buffer-size}).
	 * @param data the bytes
	 * @return completes when all are handed to the network, fails if the connection ends
	 * before
	 */
	Mono<Void> send(Publisher<? extends DataBuffer> data);

	/**
	 * Return where buffers come from that can be sent without a copy.
	 * @return the factory
	 */
	DataBufferFactory bufferFactory();

}
