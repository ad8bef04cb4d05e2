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

package io.kestrel.handshake;

import java.time.Duration;

import io.kestrel.https.PlainHttp;

/**
 * An endpoint that speaks TLS, as its handshakes see it.
 *
 * @param name the endpoint as the operator knows it, for messages
 * @param hosts what is offered, by server name
 * @param handshakeTimeout how long a connection may take to name a host, from its start
 * on; from then on the host's own timeout counts, from the same moment
 * @param plainHttp what is done with HTTP that comes without TLS
 * @param failures counts and logs what fails
 */
public record TlsEndpoint(String name, TlsHosts hosts, Duration handshakeTimeout, PlainHttp plainHttp,
		HandshakeFailures failures) {

}
