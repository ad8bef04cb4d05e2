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

import io.kestrel.feature.UpgradeFeature;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Speaks a protocol of its own, in which each byte comes back, to clients that ask for it
 * with {@code Upgrade: echo}, or with an extended CONNECT of HTTP/2.
 */
@RestController
class UpgradeController {

	private static final String PROTOCOL = "echo";

	@RequestMapping("/echo")
	Mono<Void> echo(UpgradeFeature upgrade) {
		if (!PROTOCOL.equals(upgrade.getRequestedProtocol())) {
			return Mono.error(new ResponseStatusException(HttpStatus.UPGRADE_REQUIRED));
		}
		return upgrade.upgrade(PROTOCOL, (connection) -> connection.send(connection.receive()));
	}

}
