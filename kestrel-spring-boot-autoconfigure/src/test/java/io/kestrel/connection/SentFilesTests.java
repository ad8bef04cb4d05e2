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

package io.kestrel.connection;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SentFiles}: how much of a file counts, and when.
 */
class SentFilesTests {

	private final SentFiles files = new SentFiles();

	private File file;

	@BeforeEach
	void makeFile(@TempDir Path directory) throws IOException {
		this.file = Files.write(directory.resolve("file"), new byte[100]).toFile();
	}

	private FileRegion write() {
		FileRegion region = new DefaultFileRegion(this.file, 0, 100);
		this.files.add(region);
		return region;
	}

	private static void send(FileRegion region, int octets) throws IOException {
		region.transferTo(new Sink(octets), region.transferred());
	}

	@Test
	void fileCountsAsItGoes() throws IOException {
		FileRegion region = write();
		assertThat(this.files.poll()).isZero();
		send(region, 60);
		assertThat(this.files.poll()).isEqualTo(60);
		assertThat(this.files.poll()).isZero();
		send(region, 40);
		assertThat(this.files.poll()).isEqualTo(40);
		region.release();
		assertThat(this.files.poll()).isZero();
	}

	@Test
	void filesCountOneAfterTheOther() throws IOException {
		FileRegion first = write();
		FileRegion second = write();
		send(first, 99);
		assertThat(this.files.poll()).isEqualTo(99);
		send(first, 1);
		send(second, 10);
		assertThat(this.files.poll()).isEqualTo(11);
		first.release();
		second.release();
	}

	@Test
	void fileThatIsGivenUpIsNotWaitedFor() throws IOException {
		FileRegion first = write();
		send(first, 30);
		first.release();
		FileRegion second = write();
		send(second, 5);
		assertThat(this.files.poll()).isEqualTo(35);
		second.release();
	}

	/**
	 * Takes so many octets.
	 */
	private static final class Sink implements WritableByteChannel {

		private int room;

		private Sink(int room) {
			this.room = room;
		}

		@Override
		public int write(ByteBuffer octets) {
			int taken = Math.min(this.room, octets.remaining());
			octets.position(octets.position() + taken);
			this.room -= taken;
			return taken;
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public void close() {
		}

	}

}
