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

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells streams without an end that the server wants to stop. A graceful shutdown waits
 * for them as for any other response.
 */
@Component
class ShutdownSignal {

	private final Sinks.Empty<Void> sink = Sinks.empty();

	Mono<Void> received() {
		return this.sink.asMono();
	}

	@EventListener(ContextClosedEvent.class)
	void onContextClosed() {
		this.sink.tryEmitEmpty();
	}

}
