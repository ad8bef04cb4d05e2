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

/**
 * Why a TLS handshake failed. Closed: texts of log lines and names of counters rely on
 * it.
 */
public enum HandshakeFailure {

	/** The client asks for a name that the endpoint doesn't have. */
	UNKNOWN_SERVER_NAME("the client asked for an unknown server name", true),

	/** The client asks for no name, and the endpoint has no {@code *}. */
	NO_SERVER_NAME("the client asked for no server name and there is none for *", true),

	/** HTTP without TLS. */
	PLAIN_HTTP("plain HTTP was sent to an HTTPS endpoint", true),

	/** TLS on an endpoint that has none. */
	TLS_ON_PLAIN_ENDPOINT("TLS was sent to an HTTP endpoint", true),

	/** Neither TLS nor HTTP. */
	NOT_TLS("what the client sent is not TLS", false),

	/** TLS, but against its rules. */
	MALFORMED("what the client sent is malformed TLS", false),

	/** No version of TLS that both have. */
	NO_COMMON_VERSION("client and server have no version of TLS in common", true),

	/** No cipher suite, group or signature algorithm that both have. */
	NO_COMMON_CIPHER_SUITE("client and server have no cipher suite in common", true),

	/** The client doesn't trust the server's certificate, or finds it invalid. */
	CERTIFICATE_REJECTED("the client did not accept the server's certificate", true),

	/** A client certificate is needed and none was sent. */
	NO_CLIENT_CERTIFICATE("the client sent no certificate", true),

	/** No path from the client certificate to the trust store. */
	CLIENT_CERTIFICATE_NOT_TRUSTED("the client's certificate is not trusted", true),

	/** The client certificate is too old, or too new. */
	CLIENT_CERTIFICATE_EXPIRED("the client's certificate has expired or is not yet valid", true),

	/** The client certificate was revoked. */
	CLIENT_CERTIFICATE_REVOKED("the client's certificate is revoked", true),

	/** The handshake took too long. */
	TIMEOUT("the handshake took too long", false),

	/** The client went away. */
	CLIENT_CLOSED("the client closed the connection", false),

	/** The client wanted to renegotiate. */
	RENEGOTIATION("the client asked for renegotiation", true),

	/** No {@code h2} by ALPN where only HTTP/2 is spoken. The text is Kestrel's. */
	PROTOCOL_NOT_NEGOTIATED("HTTP/2 over TLS was not negotiated on an HTTP/2-only endpoint.", true),

	/** Anything else. */
	OTHER("the handshake failed", true);

	private final String text;

	private final boolean actionable;

	HandshakeFailure(String text, boolean actionable) {
		this.text = text;
		this.actionable = actionable;
	}

	/**
	 * Return what happened, as a clause.
	 * @return the text
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Whether an operator can do something about it. All others are noise of scanners and
	 * health checks.
	 * @return whether it is worth a line at level INFO
	 */
	public boolean isActionable() {
		return this.actionable;
	}

}
