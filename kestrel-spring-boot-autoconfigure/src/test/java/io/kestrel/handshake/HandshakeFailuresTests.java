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
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.stream.Stream;

import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.netty.handler.codec.DecoderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandshakeFailures} and what is found out for them.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandshakeFailuresTests {

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final HandshakeFailures failures = new HandshakeFailures();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Client requested protocol TLSv1.1 is not enabled or supported in server context | NO_COMMON_VERSION
			error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL               | NO_COMMON_VERSION
			no cipher suites in common                                                     | NO_COMMON_CIPHER_SUITE
			error:100000b8:SSL routines:OPENSSL_internal:NO_SHARED_CIPHER                   | NO_COMMON_CIPHER_SUITE
			Received fatal alert: certificate_unknown                                      | CERTIFICATE_REJECTED
			(unknown_ca) Received fatal alert: unknown_ca                                  | CERTIFICATE_REJECTED
			error:10000418:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA             | CERTIFICATE_REJECTED
			error:10000416:SSL routines:OPENSSL_internal:SSLV3_ALERT_CERTIFICATE_UNKNOWN    | CERTIFICATE_REJECTED
			error:10000412:SSL routines:OPENSSL_internal:SSLV3_ALERT_BAD_CERTIFICATE        | CERTIFICATE_REJECTED
			Empty client certificate chain                                                 | NO_CLIENT_CERTIFICATE
			error:100000c0:SSL routines:OPENSSL_internal:PEER_DID_NOT_RETURN_A_CERTIFICATE  | NO_CLIENT_CERTIFICATE
			error:100000f3:SSL routines:OPENSSL_internal:WRONG_CURVE                        | NO_COMMON_CIPHER_SUITE
			error:1000009d:SSL routines:OPENSSL_internal:INAPPROPRIATE_FALLBACK             | NO_COMMON_VERSION
			error:100003e8:SSL routines:OPENSSL_internal:SSLV3_ALERT_CLOSE_NOTIFY           | CLIENT_CLOSED
			something nobody thought of                                                    | OTHER
			""")
	void messagesOfBothProvidersAreKnown(String message, HandshakeFailure expected) {
		assertThat(HandshakeFailureClassifier.classify(new DecoderException(new SSLHandshakeException(message)), -1))
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource
	void causesAreKnown(Throwable cause, HandshakeFailure expected) {
		assertThat(HandshakeFailureClassifier.classify(new SSLException("certificate_verify_failed", cause), -1))
			.isEqualTo(expected);
	}

	static Stream<Arguments> causesAreKnown() {
		return Stream.of(Arguments.of(new ClosedChannelException(), HandshakeFailure.CLIENT_CLOSED),
				Arguments.of(new IOException("Connection reset by peer"), HandshakeFailure.CLIENT_CLOSED),
				Arguments.of(new CertificateException("PKIX"), HandshakeFailure.CLIENT_CERTIFICATE_NOT_TRUSTED),
				Arguments.of(new CertificateException(new CertificateExpiredException()),
						HandshakeFailure.CLIENT_CERTIFICATE_EXPIRED),
				Arguments.of(validator(BasicReason.EXPIRED), HandshakeFailure.CLIENT_CERTIFICATE_EXPIRED),
				Arguments.of(validator(BasicReason.NOT_YET_VALID), HandshakeFailure.CLIENT_CERTIFICATE_EXPIRED),
				Arguments.of(validator(BasicReason.REVOKED), HandshakeFailure.CLIENT_CERTIFICATE_REVOKED));
	}

	private static CertificateException validator(BasicReason reason) {
		return new CertificateException(new CertPathValidatorException("x", null, null, -1, reason));
	}

	@ParameterizedTest
	@CsvSource({ "48, CERTIFICATE_REJECTED", "42, CERTIFICATE_REJECTED", "70, NO_COMMON_VERSION",
			"40, NO_COMMON_CIPHER_SUITE", "0, MALFORMED", "-1, MALFORMED" })
	void alertInClearIsHeard(int alert, HandshakeFailure expected) {
		SSLException cause = new SSLException("Tag mismatch", new AEADBadTagException());
		assertThat(HandshakeFailureClassifier.classify(cause, alert)).isEqualTo(expected);
	}

	@Test
	void oneLineForEachCauseAndMinute(CapturedOutput output) {
		for (long time : new long[] { 5, 6, MINUTE + 4 }) {
			record(HandshakeFailure.UNKNOWN_SERVER_NAME, "a.example", time);
		}
		record(HandshakeFailure.RENEGOTIATION, null, 7);
		assertThat(output.getAll().lines().filter((line) -> line.contains("TLS handshake failed"))).hasSize(2);
		record(HandshakeFailure.UNKNOWN_SERVER_NAME, "a.example", MINUTE + 5);
		assertThat(output)
			.contains("TLS handshake failed on https://*:5001, client /192.0.2.1:1234, server name a.example:"
					+ " the client asked for an unknown server name; 2 more for this reason since the last line");
		assertThat(this.failures.count(HandshakeFailure.UNKNOWN_SERVER_NAME)).isEqualTo(4);
		assertThat(this.failures.count(HandshakeFailure.RENEGOTIATION)).isEqualTo(1);
		assertThat(this.failures.count(HandshakeFailure.TIMEOUT)).isZero();
	}

	@Test
	void foreignTextIsEscapedAndShortened() {
		String text = report(HandshakeFailure.UNKNOWN_SERVER_NAME, "a\r\nINFO\u001b[31m\u00e4" + "b".repeat(300))
			.toString();
		assertThat(text).contains("a\\u000d\\u000aINFO\\u001b[31m\\u00e4bbb").contains("b...: the client asked");
		assertThat(text.length()).isLessThan(400);
	}

	private void record(HandshakeFailure failure, String serverName, long time) {
		this.failures.record(report(failure, serverName), time);
	}

	private static HandshakeFailureReport report(HandshakeFailure failure, String serverName) {
		return new HandshakeFailureReport("https://*:5001", new InetSocketAddress("192.0.2.1", 1234), failure,
				serverName, new SSLException("no stack trace"));
	}

}
