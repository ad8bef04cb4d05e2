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

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.DefaultResourceLoader;

/**
 * Where the development certificate is kept, for its owner only.
 *
 * @param directory the directory, absolute
 */
record DevelopmentFiles(Path directory) {

	static final Duration RENEWED_BEFORE = Duration.ofDays(30);

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

	private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");

	Path certificate() {
		return this.directory.resolve("localhost.crt");
	}

	Path privateKey() {
		return this.directory.resolve("localhost.key");
	}

	/**
	 * Say why the files can't be used.
	 * @param now the time
	 * @return the reason, {@code null} if there is none
	 */
	@Nullable String objection(Instant now) throws IOException {
		if (!Files.exists(certificate()) || !Files.exists(privateKey())) {
			return "there was none";
		}
		if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(privateKey()))) {
			return "others than the owner could read the private key of the one that was there";
		}
		try {
			ServerKey key = read();
			Instant end = key.certificate().getNotAfter().toInstant();
			return end.isBefore(now.plus(RENEWED_BEFORE)) ? "the one that was there ends on " + end : null;
		}
		catch (InvalidConfigurationException ex) {
			return "the one that was there is damaged";
		}
	}

	private ServerKey read() {
		ConfigurationKey group = DevelopmentCertificate.KEY;
		DefaultResourceLoader resources = new DefaultResourceLoader();
		Location certificates = Location.of(group, "path", certificate().toString(), resources);
		Location key = Location.of(group, "key-path", privateKey().toString(), resources);
		ServerKey read = new ServerKey(PemKeyReader.privateKey(key, key.readText(), null),
				PemKeyReader.certificates(certificates, certificates.readText()));
		read.verify(certificates.setting(), key.setting());
		return read;
	}

	/**
	 * Do something that only one application does at a time. The lock ends with the
	 * process, should it die. Inside one process the class is the lock.
	 */
	void locked(Action action) throws IOException {
		Files.createDirectories(this.directory.getParent());
		if (!Files.exists(this.directory)) {
			Files.createDirectories(this.directory, attributes(OWNER_ONLY_DIRECTORY));
		}
		if (isPosix()) {
			Files.setPosixFilePermissions(this.directory, OWNER_ONLY_DIRECTORY);
		}
		synchronized (DevelopmentFiles.class) {
			try (FileChannel channel = FileChannel.open(this.directory.resolve("lock"),
					Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes(OWNER_ONLY));
					FileLock lock = channel.lock()) {
				if (lock.isValid()) {
					action.run();
				}
			}
		}
	}

	/*
	 * The key first: until the certificate is there too the pair does not match, and who
	 * finds that waits for the lock.
	 */
	void write(String certificatePem, String privateKeyPem) throws IOException {
		write(privateKey(), privateKeyPem);
		write(certificate(), certificatePem);
	}

	private void write(Path file, String content) throws IOException {
		Path temporary = Files.createTempFile(this.directory, "localhost", ".tmp", attributes(OWNER_ONLY));
		try {
			Files.writeString(temporary, content);
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
		return isPosix() ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(permissions) }
				: new FileAttribute<?>[0];
	}

	private static boolean isPosix() {
		return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
	}

	/**
	 * What is done under the lock.
	 */
	@FunctionalInterface
	interface Action {

		void run() throws IOException;

	}

}
