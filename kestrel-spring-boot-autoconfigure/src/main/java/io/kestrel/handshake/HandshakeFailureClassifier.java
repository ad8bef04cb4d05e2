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

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLProtocolException;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from an exception why a handshake failed. The types say it where there are
 * types; else the messages of the JDK's provider and of BoringSSL do.
 */
final class HandshakeFailureClassifier {

	/* Pieces of messages, in lower case with spaces for underscores. */
	private static final Map<String, HandshakeFailure> MESSAGES = Map.ofEntries(
			Map.entry("not enabled or supported in server context", HandshakeFailure.NO_COMMON_VERSION),
			Map.entry("not accepted by server preferences", HandshakeFailure.NO_COMMON_VERSION),
			Map.entry("unsupported protocol", HandshakeFailure.NO_COMMON_VERSION),
			Map.entry("alert: protocol version", HandshakeFailure.NO_COMMON_VERSION),
			Map.entry("alert protocol version", HandshakeFailure.NO_COMMON_VERSION),
			Map.entry("inappropriate fallback", HandshakeFailure.NO_COMMON_VERSION),
			Map.entry("no cipher suites in common", HandshakeFailure.NO_COMMON_CIPHER_SUITE),
			Map.entry("no shared cipher", HandshakeFailure.NO_COMMON_CIPHER_SUITE),
			Map.entry("wrong curve", HandshakeFailure.NO_COMMON_CIPHER_SUITE),
			Map.entry("no shared group", HandshakeFailure.NO_COMMON_CIPHER_SUITE),
			Map.entry("no common signature algorithms", HandshakeFailure.NO_COMMON_CIPHER_SUITE),
			Map.entry("no preferred signature algorithm", HandshakeFailure.NO_COMMON_CIPHER_SUITE),
			Map.entry("alert: unknown ca", HandshakeFailure.CERTIFICATE_REJECTED),
			Map.entry("alert unknown ca", HandshakeFailure.CERTIFICATE_REJECTED),
			Map.entry("alert: bad certificate", HandshakeFailure.CERTIFICATE_REJECTED),
			Map.entry("alert bad certificate", HandshakeFailure.CERTIFICATE_REJECTED),
			Map.entry("alert: decrypt error", HandshakeFailure.CERTIFICATE_REJECTED),
			Map.entry("alert decrypt error", HandshakeFailure.CERTIFICATE_REJECTED),
			Map.entry("alert: certificate ", HandshakeFailure.CERTIFICATE_REJECTED),
			Map.entry("alert certificate ", HandshakeFailure.CERTIFICATE_REJECTED),
			Map.entry("alert: unsupported certificate", HandshakeFailure.CERTIFICATE_REJECTED),
			Map.entry("alert unsupported certificate", HandshakeFailure.CERTIFICATE_REJECTED),
			Map.entry("empty client certificate chain", HandshakeFailure.NO_CLIENT_CERTIFICATE),
			Map.entry("empty server certificate chain", HandshakeFailure.NO_CLIENT_CERTIFICATE),
			Map.entry("did not return a certificate", HandshakeFailure.NO_CLIENT_CERTIFICATE),
			Map.entry("certificate verify failed", HandshakeFailure.CLIENT_CERTIFICATE_NOT_TRUSTED),
			Map.entry("received close notify during handshake", HandshakeFailure.CLIENT_CLOSED),
			Map.entry("alert close notify", HandshakeFailure.CLIENT_CLOSED),
			Map.entry("closing inbound before receiving peer's close notify", HandshakeFailure.CLIENT_CLOSED),
			Map.entry("unrecognized ssl message", HandshakeFailure.NOT_TLS),
			Map.entry("decode error", HandshakeFailure.MALFORMED), Map.entry("bad decrypt", HandshakeFailure.MALFORMED),
			Map.entry("bad record mac", HandshakeFailure.MALFORMED),
			Map.entry("unexpected message", HandshakeFailure.MALFORMED),
			Map.entry("unexpected record", HandshakeFailure.MALFORMED),
			Map.entry("wrong version number", HandshakeFailure.MALFORMED),
			Map.entry("excessive message size", HandshakeFailure.MALFORMED));

	private HandshakeFailureClassifier() {
	}

	/**
	 * Return the reason behind an exception. In TLS 1.3 a client that doesn't like what
	 * the server sent may say so in clear, and the JDK then takes its alert for a broken
	 * record.
	 * @param cause what was thrown
	 * @param alert what the client said in clear, -1 for nothing
	 * @return the reason
	 */
	static HandshakeFailure classify(Throwable cause, int alert) {
		HandshakeFailure said = switch (alert) {
			case 42, 43, 44, 45, 46, 48, 51 -> HandshakeFailure.CERTIFICATE_REJECTED;
			case 70 -> HandshakeFailure.NO_COMMON_VERSION;
			case 40, 71 -> HandshakeFailure.NO_COMMON_CIPHER_SUITE;
			default -> null;
		};
		return (said != null) ? said : classify(cause);
	}

	private static HandshakeFailure classify(Throwable cause) {
		HandshakeFailure found = null;
		/* The innermost knows most. */
		for (Throwable next = cause; next != null; next = next.getCause()) {
			HandshakeFailure failure = byType(next);
			if (failure == null) {
				failure = byMessage(next);
			}
			found = (failure != null) ? failure : found;
		}
		return (found != null) ? found : HandshakeFailure.OTHER;
	}

	private static @Nullable HandshakeFailure byType(Throwable cause) {
		if (cause instanceof SslHandshakeTimeoutException) {
			return HandshakeFailure.TIMEOUT;
		}
		if (cause instanceof NotSslRecordException) {
			return HandshakeFailure.NOT_TLS;
		}
		if (cause instanceof TooLongFrameException) {
			return HandshakeFailure.MALFORMED;
		}
		if (cause instanceof ClosedChannelException
				|| (cause instanceof IOException && !(cause instanceof SSLException))) {
			return HandshakeFailure.CLIENT_CLOSED;
		}
		return (cause instanceof CertificateException || cause instanceof CertPathValidatorException
				|| cause instanceof CertPathBuilderException) ? ofCertificate((GeneralSecurityException) cause) : null;
	}

	private static HandshakeFailure ofCertificate(GeneralSecurityException cause) {
		Object reason = (cause instanceof CertPathValidatorException exception) ? exception.getReason() : null;
		if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException
				|| reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
			return HandshakeFailure.CLIENT_CERTIFICATE_EXPIRED;
		}
		if (cause instanceof CertificateRevokedException || reason == BasicReason.REVOKED) {
			return HandshakeFailure.CLIENT_CERTIFICATE_REVOKED;
		}
		return HandshakeFailure.CLIENT_CERTIFICATE_NOT_TRUSTED;
	}

	private static @Nullable HandshakeFailure byMessage(Throwable cause) {
		if (cause.getMessage() != null) {
			String message = cause.getMessage().toLowerCase(Locale.ROOT).replace('_', ' ');
			for (Entry<String, HandshakeFailure> entry : MESSAGES.entrySet()) {
				if (message.contains(entry.getKey())) {
					return entry.getValue();
				}
			}
		}
		return (cause instanceof SSLProtocolException || cause instanceof GeneralSecurityException)
				? HandshakeFailure.MALFORMED : null;
	}

}
