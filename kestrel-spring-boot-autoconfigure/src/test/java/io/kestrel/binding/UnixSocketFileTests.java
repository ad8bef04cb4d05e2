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

package io.kestrel.binding;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.kestrel.endpoint.SocketOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link UnixSocketFile}.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class UnixSocketFileTests {

	@TempDir
	private Path directory;

	private Path target;

	private final List<AutoCloseable> closeables = new ArrayList<>();

	@BeforeEach
	void setUp() {
		this.target = this.directory.resolve("app.sock");
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable closeable : this.closeables) {
			closeable.close();
		}
	}

	@Test
	void socketIsBoundWhereNobodyElseCanEnter() throws IOException {
		UnixSocketFile file = UnixSocketFile.prepare(this.target);
		assertThat(file.target()).isEqualTo(this.target).doesNotExist();
		assertThat(file.bindPath().getParent().getParent()).isEqualTo(this.directory);
		assertThat(permissions(file.bindPath().getParent())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
	}

	@Test
	void publishGivesTheSocketItsNameAndRemovesThePrivateOne() throws IOException {
		UnixSocketFile file = UnixSocketFile.prepare(this.target);
		ServerSocketChannel server = listen(file.bindPath());
		file.publish(SocketOptions.DEFAULT);
		assertThat(files()).containsExactly(this.target);
		assertThatServerAnswers(server);
	}

	@Test
	void publishReplacesAStaleFile() throws IOException {
		listen(this.target).close();
		assertThat(this.target).exists();
		UnixSocketFile file = UnixSocketFile.prepare(this.target);
		ServerSocketChannel server = listen(file.bindPath());
		file.publish(SocketOptions.DEFAULT);
		assertThat(files()).containsExactly(this.target);
		assertThatServerAnswers(server);
	}

	@Test
	void publishWhenAProcessListensThere() throws IOException {
		ServerSocketChannel other = listen(this.target);
		assertThatPublishFails(BindReason.IN_USE, "a process listens at " + this.target);
		assertThatServerAnswers(other);
	}

	@Test
	void publishWhenAProcessListensThereThatAcceptsNothing() throws IOException {
		ServerSocketChannel other = register(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
		other.bind(UnixDomainSocketAddress.of(this.target), 1);
		assertThatExceptionOfType(SocketException.class).isThrownBy(this::connectUntilTheQueueIsFull);
		assertThatPublishFails(BindReason.IN_USE, "a process listens at " + this.target);
	}

	private void connectUntilTheQueueIsFull() throws IOException {
		while (true) {
			SocketChannel client = register(SocketChannel.open(StandardProtocolFamily.UNIX));
			client.configureBlocking(false);
			client.connect(UnixDomainSocketAddress.of(this.target));
		}
	}

	@Test
	void publishWhenAProcessHasASocketOfAnotherTypeThere() throws Exception {
		assumeTrue(Epoll.isAvailable(), "the JDK has stream sockets alone");
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
		this.closeables.add(() -> group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync());
		new Bootstrap().group(group)
			.channel(EpollDomainDatagramChannel.class)
			.handler(new ChannelDuplexHandler())
			.bind(new DomainSocketAddress(this.target.toFile()))
			.sync();
		assertThatPublishFails(BindReason.IN_USE, "a process listens at " + this.target);
	}

	@Test
	void publishWhenARegularFileHasTheName() throws IOException {
		Files.writeString(this.target, "precious");
		assertThatPublishFails(BindReason.NO_SOCKET, this.target + " is no socket");
		assertThat(this.target).hasContent("precious");
	}

	@Test
	void publishWhenADirectoryHasTheName() throws IOException {
		Files.createDirectory(this.target);
		assertThatPublishFails(BindReason.NO_SOCKET, this.target + " is no socket");
		assertThat(this.target).isDirectory();
	}

	@Test
	void publishWhenAPipeHasTheName() throws Exception {
		Process process = new ProcessBuilder("mkfifo", this.target.toString()).start();
		assumeTrue(process.waitFor() == 0, "mkfifo is not to be had");
		assertThatPublishFails(BindReason.NO_SOCKET, this.target + " is no socket");
		assertThat(this.target).exists();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void publishWhenASymbolicLinkHasTheName(boolean dangling) throws IOException {
		Path elsewhere = this.directory.resolve("elsewhere.sock");
		if (!dangling) {
			listen(elsewhere).close();
		}
		Files.createSymbolicLink(this.target, elsewhere);
		assertThatPublishFails(BindReason.NO_SOCKET, this.target + " is no socket");
		assertThat(this.target).isSymbolicLink();
	}

	private void assertThatPublishFails(BindReason reason, String message) throws IOException {
		UnixSocketFile file = UnixSocketFile.prepare(this.target);
		listen(file.bindPath());
		Object before = key(this.target);
		assertThatExceptionOfType(SocketFileException.class)
			.isThrownBy(() -> file.publish(new SocketOptions("0600", null, null, null)))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
		// The mode held before the name was tried.
		assertThat(permissions(file.bindPath())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
		file.remove();
		assertThat(key(this.target)).isEqualTo(before);
		assertThat(file.bindPath().getParent()).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-------", "rw-rw----", "rw-rw-rw-", "r-x--x-w-" })
	void publishAppliesTheMode(String permissions) throws IOException {
		Set<PosixFilePermission> expected = PosixFilePermissions.fromString(permissions);
		int bits = expected.stream().mapToInt((permission) -> 0400 >> permission.ordinal()).sum();
		publish(new SocketOptions(String.format("0%o", bits), null, null, null));
		assertThat(permissions(this.target)).isEqualTo(expected);
	}

	@Test
	void publishWithoutModeLeavesWhatTheSystemGave() throws IOException {
		listen(this.directory.resolve("other.sock"));
		publish(SocketOptions.DEFAULT);
		assertThat(permissions(this.target)).isEqualTo(permissions(this.directory.resolve("other.sock")));
	}

	@Test
	void publishAppliesOwnerAndGroup() throws IOException {
		String owner = Files.getOwner(this.directory).getName();
		String group = Files.getAttribute(this.directory, "posix:group").toString();
		publish(new SocketOptions(null, owner, group, null));
		assertThat(Files.getOwner(this.target).getName()).isEqualTo(owner);
		assertThat(Files.getAttribute(this.target, "posix:group")).hasToString(group);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void publishWhenOwnerOrGroupIsUnknown(boolean owner) throws IOException {
		UnixSocketFile file = UnixSocketFile.prepare(this.target);
		listen(file.bindPath());
		SocketOptions options = owner ? new SocketOptions(null, "no-such-name", null, null)
				: new SocketOptions(null, null, "no-such-name", null);
		assertThatExceptionOfType(SocketFileException.class).isThrownBy(() -> file.publish(options))
			.withMessage("this machine has no " + (owner ? "user" : "group") + " 'no-such-name'")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(BindReason.NO_OWNER));
		assertThat(this.target).doesNotExist();
		file.remove();
		assertThat(files()).isEmpty();
	}

	@Test
	void removeRemovesWhatWasPublished() throws IOException {
		UnixSocketFile file = publish(SocketOptions.DEFAULT);
		file.remove();
		assertThat(files()).isEmpty();
		file.remove();
		assertThat(files()).isEmpty();
	}

	@Test
	void removeLeavesTheFileOfSomebodyElse() throws IOException {
		UnixSocketFile file = publish(SocketOptions.DEFAULT);
		Files.delete(this.target);
		ServerSocketChannel other = listen(this.target);
		file.remove();
		assertThat(files()).containsExactly(this.target);
		assertThatServerAnswers(other);
	}

	@Test
	void removeWithoutPublishLeavesTheTarget() throws IOException {
		Files.writeString(this.target, "precious");
		UnixSocketFile file = UnixSocketFile.prepare(this.target);
		listen(file.bindPath());
		file.remove();
		assertThat(files()).containsExactly(this.target);
	}

	@Test
	void temporaryFileGoesWithItsDirectory() throws IOException {
		UnixSocketFile file = UnixSocketFile.prepareTemporary();
		ServerSocketChannel server = listen(file.bindPath());
		file.publish(SocketOptions.DEFAULT);
		this.target = file.target();
		assertThatServerAnswers(server);
		assertThat(permissions(this.target.getParent())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		file.remove();
		assertThat(this.target.getParent()).doesNotExist();
	}

	@ParameterizedTest
	@CsvSource({ "-1, true", "0, true", "1, false" })
	void prepareWhenTheDirectoryHasALongPath(int beyond, boolean fits) throws IOException {
		int length = UnixSocketFile.MAX_DIRECTORY_LENGTH + beyond - this.directory.toString().length() - 1;
		Path parent = Files.createDirectory(this.directory.resolve("d".repeat(length)));
		if (fits) {
			listen(UnixSocketFile.prepare(parent.resolve("s")).bindPath());
		}
		else {
			assertThatExceptionOfType(SocketFileException.class)
				.isThrownBy(() -> UnixSocketFile.prepare(parent.resolve("s")))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(BindReason.TOO_LONG));
		}
	}

	@Test
	void prepareWhenTheDirectoryIsMissing() {
		assertThatPrepareFails(this.directory.resolve("no/app.sock"));
	}

	@Test
	void prepareWhenTheDirectoryIsAFile() throws IOException {
		Files.writeString(this.target, "precious");
		assertThatPrepareFails(this.target.resolve("app.sock"));
	}

	private static void assertThatPrepareFails(Path path) {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> UnixSocketFile.prepare(path))
			.satisfies((ex) -> assertThat(BindReason.of(ex)).isEqualTo(BindReason.NO_DIRECTORY));
	}

	private UnixSocketFile publish(SocketOptions options) throws IOException {
		UnixSocketFile file = UnixSocketFile.prepare(this.target);
		listen(file.bindPath());
		file.publish(options);
		return file;
	}

	private void assertThatServerAnswers(ServerSocketChannel server) throws IOException {
		try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(this.target));
				SocketChannel accepted = server.accept()) {
			assertThat(client.isConnected()).isTrue();
			assertThat(accepted.isConnected()).isTrue();
		}
	}

	private ServerSocketChannel listen(Path path) throws IOException {
		ServerSocketChannel server = register(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
		server.bind(UnixDomainSocketAddress.of(path));
		return server;
	}

	private <T extends AutoCloseable> T register(T closeable) {
		this.closeables.add(closeable);
		return closeable;
	}

	private List<Path> files() throws IOException {
		try (var files = Files.list(this.directory)) {
			return files.toList();
		}
	}

	private static Set<PosixFilePermission> permissions(Path path) throws IOException {
		return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
	}

	private static Object key(Path path) throws IOException {
		return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
	}

}
