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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.CRC32C;

/**
 * By what a change of a file is seen. The real path changes when a symbolic link on the
 * way is turned (Kubernetes), the file key when another file takes the name, the checksum
 * when a file is written in place so quickly that its time stays the same.
 *
 * @param realPath the path without symbolic links
 * @param fileKey device and inode, where there are such
 * @param size in bytes
 * @param modified in nanoseconds as text, or whatever the file system knows
 * @param checksum of the content, 0 if that is large
 */
record Fingerprint(String realPath, String fileKey, long size, String modified, long checksum) {

	/**
	 * No file, or one of a directory that can't be read.
	 */
	static final Fingerprint MISSING = new Fingerprint("", "", -1, "", 0);

	private static final long LARGE = 256 * 1024;

	static Fingerprint of(Path file) {
		try {
			Path real = file.toRealPath();
			BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
			return new Fingerprint(real.toString(), String.valueOf(attributes.fileKey()), attributes.size(),
					attributes.lastModifiedTime().toString(), checksum(real, attributes));
		}
		catch (IOException ex) {
			return MISSING;
		}
	}

	private static long checksum(Path file, BasicFileAttributes attributes) throws IOException {
		if (!attributes.isRegularFile() || attributes.size() > LARGE) {
			return 0;
		}
		try {
			CRC32C checksum = new CRC32C();
			checksum.update(Files.readAllBytes(file));
			return checksum.getValue();
		}
		catch (NoSuchFileException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// It is there but can't be read, which the load that follows will tell.
			return -1;
		}
	}

}
