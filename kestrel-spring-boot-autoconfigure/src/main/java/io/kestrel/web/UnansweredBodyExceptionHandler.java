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

package io.kestrel.web;

import io.kestrel.feature.RequestBodyAbortedException;
import io.kestrel.feature.RequestBodyTimeoutException;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Answers a client that is too slow, or has gone already, with the status alone, as
 * Kestrel does. Spring Boot would make it an error page, which costs up to a millisecond
 * on the thread of all connections (it looks for a page in a dozen places), and such
 * clients come by the thousand. Before the handler of Spring Boot, behind those of the
 * application.
 */
public final class UnansweredBodyExceptionHandler implements WebExceptionHandler, Ordered {

	/** That of Spring Boot has -1. */
	private static final int ORDER = -2;

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
		if (!(error instanceof RequestBodyTimeoutException || error instanceof RequestBodyAbortedException)
				|| exchange.getResponse().isCommitted()) {
			return Mono.error(error);
		}
		exchange.getResponse().setStatusCode(((ResponseStatusException) error).getStatusCode());
		return exchange.getResponse().setComplete();
	}

}
