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

package io.kestrel.sample;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Sends back each message, until the client closes or the server stops.
 */
class EchoWebSocketHandler implements WebSocketHandler {

	private final ShutdownSignal shutdown;

	EchoWebSocketHandler(ShutdownSignal shutdown) {
		this.shutdown = shutdown;
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		Flux<WebSocketMessage> echoes = session.receive()
			.filter(EchoWebSocketHandler::isData)
			.map(WebSocketMessage::retain);
		Mono<Void> close = session.closeStatus()
			.then()
			.or(this.shutdown.received())
			.then(Mono.defer(() -> session.close(CloseStatus.GOING_AWAY)));
		return Mono.when(session.send(echoes), close);
	}

	private static boolean isData(WebSocketMessage message) {
		return message.getType() == WebSocketMessage.Type.TEXT || message.getType() == WebSocketMessage.Type.BINARY;
	}

}
