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

package io.kestrel.certificate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.kestrel.configuration.Notice;
import io.kestrel.https.CertificateSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.core.io.ResourceLoader;

/**
 * The server's certificate and private key from files: a key store, or PEM in one or two
 * files.
 */
final class CertificateFiles implements Source {

	private final Location path;

	private final @Nullable Location keyPath;

	private final @Nullable String password;

	private final CertificateCheck check;

	CertificateFiles(CertificateSettings settings, ResourceLoader resources, CertificateCheck check) {
		this.path = Location.of(settings.key(), "path", Objects.requireNonNull(settings.path()), resources);
		this.keyPath = (settings.keyPath() != null)
				? Location.of(settings.key(), "key-path", settings.keyPath(), resources) : null;
		this.password = settings.password();
		this.check = check;
	}

	@Override
	public Material load() {
		ServerKey key = read();
		Setting keySetting = ((this.keyPath != null) ? this.keyPath : this.path).setting();
		key.verify(this.path.setting(), keySetting);
		List<Notice> notices = this.check.check(this.path.setting(), key.chain(), List.of());
		SslBundle bundle = SslBundle.of(SslStoreBundle.of(key.toKeyStore(), null, null));
		return new Material(bundle, bundle.getManagers().getKeyManagerFactory(), key.chain(), List.of(), notices);
	}

	private ServerKey read() {
		if (this.keyPath != null) {
			return readPair(this.keyPath);
		}
		byte[] content = this.path.read();
		String text = new String(content, StandardCharsets.UTF_8);
		if (!PemContent.isPresentInText(text)) {
			return KeyStoreReader.serverKey(this.path, KeyStoreReader.load(this.path, content, this.password),
					this.password);
		}
		if (!text.contains("PRIVATE KEY-----")) {
			throw this.path.refuse("it holds no private key, and key-path is not set",
					"Set key-path to the private key in PEM format.");
		}
		return new ServerKey(PemKeyReader.privateKey(this.path, text, this.password),
				PemKeyReader.certificates(this.path, text));
	}

	private ServerKey readPair(Location keyLocation) {
		Problems problems = new Problems();
		List<X509Certificate> chain = problems
			.collect(() -> PemKeyReader.certificates(this.path, this.path.readText()));
		PrivateKey key = problems
			.collect(() -> PemKeyReader.privateKey(keyLocation, keyLocation.readText(), this.password));
		problems.throwIfAny();
		return new ServerKey(Objects.requireNonNull(key), Objects.requireNonNull(chain));
	}

	@Override
	public List<Path> files() {
		return Stream.of(this.path, this.keyPath)
			.filter(Objects::nonNull)
			.map(Location::file)
			.filter(Objects::nonNull)
			.distinct()
			.toList();
	}

}
