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

import java.util.ArrayList;
import java.util.List;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder.Algorithm;

/**
 * Which implementation of TLS, with which kind of key. All tests of handshakes run for
 * all rows.
 */
record TlsRow(SslProvider provider, Algorithm algorithm) {

	/**
	 * All rows; OpenSSL's are missing if it is switched off for the test run, see
	 * {@code test.tls.jdk} in the POM.
	 */
	static List<TlsRow> all() {
		List<TlsRow> rows = new ArrayList<>();
		for (Algorithm algorithm : List.of(Algorithm.ecp256, Algorithm.rsa2048)) {
			rows.add(new TlsRow(SslProvider.JDK, algorithm));
			if (!Boolean.getBoolean("io.netty.handler.ssl.noOpenSsl")) {
				OpenSsl.ensureAvailability();
				rows.add(new TlsRow(SslProvider.OPENSSL, algorithm));
			}
		}
		return rows;
	}

	/**
	 * Two rows: every implementation once, every kind of key once.
	 */
	static List<TlsRow> few() {
		return all().stream()
			.filter((row) -> (row.provider() == SslProvider.JDK) == (row.algorithm() == Algorithm.ecp256))
			.toList();
	}

	@Override
	public String toString() {
		return this.provider + " " + this.algorithm;
	}

}
