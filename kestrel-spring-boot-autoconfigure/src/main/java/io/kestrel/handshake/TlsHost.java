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

import io.netty.handler.ssl.SslContext;

/**
 * What is offered to those who ask for one server name.
 *
 * @param name the name as configured, {@code *} for all others
 * @param context certificate, versions, cipher suites, client authentication, ALPN
 * @param http1 whether a client that negotiates nothing gets HTTP/1.1
 * @param handshakeTimeout how long the whole handshake may take, from the first byte of
 * the connection on
 */
public record TlsHost(String name, SslContext context, boolean http1, Duration handshakeTimeout) {

}
