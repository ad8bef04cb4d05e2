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
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import io.kestrel.endpoint.SocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix domain socket. The socket is bound under another name in a directory
 * that only this process's user can enter, gets its owner, group and mode there, and then
 * its real name: at no moment can somebody connect who should not. A name that is taken
 * is tried with a connection: if nobody answers, the file is stale and is replaced.
 */
final class UnixSocketFile {

	private static final String BIND_NAME = "s";

	private static final int FILE_TYPE_MASK = 0170000;

	private static final int FILE_TYPE_SOCKET = 0140000;

	/** Somebody else may put a file there between two looks; not for ever, though. */
	private static final int PUBLISH_ATTEMPTS = 5;

	/** Random characters of the private directory's name. */
	private static final int RANDOM_LENGTH = 4;

	/** Leaves room for the private name: the JDK takes 106 bytes of a socket's path. */
	static final int MAX_DIRECTORY_LENGTH = 106 - ("/./" + BIND_NAME).length() - RANDOM_LENGTH;

	private final Path target;

	private final Path directory;

	private final boolean temporary;

	private @Nullable Object identity;

	private UnixSocketFile(Path target, Path directory, boolean temporary) {
		this.target = target;
		this.directory = directory;
		this.temporary = temporary;
	}

	/**
	 * Prepare a file.
	 * @param target where it shall be
	 * @return the file, to be bound at {@link #bindPath()} and then published
	 * @throws IOException if the private directory can't be made
	 */
	static UnixSocketFile prepare(Path target) throws IOException {
		return new UnixSocketFile(target, privateDirectory(Objects.requireNonNull(target.getParent())), false);
	}

	/**
	 * Prepare a file of a fresh path, which goes with its directory at the end.
	 * @return the file
	 * @throws IOException if the directory can't be made
	 */
	static UnixSocketFile prepareTemporary() throws IOException {
		Path parent = Files.createTempDirectory("kestrel");
		return new UnixSocketFile(parent.resolve("app.sock"), privateDirectory(parent), true);
	}

	private static Path privateDirectory(Path parent) throws IOException {
		if (parent.toString().getBytes(StandardCharsets.UTF_8).length > MAX_DIRECTORY_LENGTH) {
			throw new SocketFileException(BindReason.TOO_LONG, parent.toString(), null);
		}
		Path directory = parent.resolve("." + UUID.randomUUID().toString().substring(0, RANDOM_LENGTH));
		try {
			return Files.createDirectory(directory,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		}
		catch (NoSuchFileException | AccessDeniedException ex) {
			// The user knows the directory, not the name that we tried in it.
			throw new SocketFileException(BindReason.of(ex), parent.toString(), ex);
		}
	}

	Path target() {
		return this.target;
	}

	Path bindPath() {
		return this.directory.resolve(BIND_NAME);
	}

	/**
	 * Give the bound socket its owner, group, mode and name.
	 * @param options owner, group and mode
	 * @throws IOException if one of them can't be set, or the name is taken
	 */
	void publish(SocketOptions options) throws IOException {
		applyOwnership(options);
		Object key = fileKey(bindPath());
		for (int attempt = 1; !link(); attempt++) {
			if (attempt == PUBLISH_ATTEMPTS) {
				throw new SocketFileException(BindReason.IN_USE, "another process keeps making " + this.target, null);
			}
			removeStale();
		}
		this.identity = key;
		discard();
	}

	private void applyOwnership(SocketOptions options) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(bindPath(), PosixFileAttributeView.class);
		UserPrincipalLookupService principals = bindPath().getFileSystem().getUserPrincipalLookupService();
		if (options.group() != null) {
			view.setGroup(find("group", options.group(), principals::lookupPrincipalByGroupName));
		}
		if (options.owner() != null) {
			view.setOwner(find("user", options.owner(), principals::lookupPrincipalByName));
		}
		Set<PosixFilePermission> permissions = options.permissions();
		if (permissions != null) {
			view.setPermissions(permissions);
		}
	}

	private static <T> T find(String kind, String name, Lookup<T> lookup) throws IOException {
		try {
			return lookup.find(name);
		}
		catch (UserPrincipalNotFoundException ex) {
			throw new SocketFileException(BindReason.NO_OWNER, "this machine has no " + kind + " '" + name + "'", ex);
		}
	}

	/*
	 * Give the socket its name, unless somebody has it: a link is made or fails as one
	 * step.
	 */
	private boolean link() throws IOException {
		try {
			Files.createLink(this.target, bindPath());
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return false;
		}
	}

	private void removeStale() throws IOException {
		Object key = fileKey(this.target);
		if (key == null) {
			return;
		}
		int mode = (int) Files.getAttribute(this.target, "unix:mode", LinkOption.NOFOLLOW_LINKS);
		if ((mode & FILE_TYPE_MASK) != FILE_TYPE_SOCKET) {
			throw new SocketFileException(BindReason.NO_SOCKET, this.target + " is no socket", null);
		}
		if (isAnswered()) {
			throw new SocketFileException(BindReason.IN_USE, "a process listens at " + this.target, null);
		}
		if (key.equals(fileKey(this.target))) {
			Files.deleteIfExists(this.target);
		}
	}

	private boolean isAnswered() throws IOException {
		try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			// A server whose queue is full makes a blocking connect wait.
			probe.configureBlocking(false);
			probe.connect(UnixDomainSocketAddress.of(this.target));
			return true;
		}
		catch (ConnectException ex) {
			return false;
		}
		catch (SocketException ex) {
			if (fileKey(this.target) == null) {
				return false;
			}
			if (BindReason.of(ex) == BindReason.FORBIDDEN) {
				throw new SocketFileException(BindReason.FORBIDDEN,
						"whether a process listens at " + this.target + " can't be found out", ex);
			}
			// Its queue is full (EAGAIN), or it is no stream socket: somebody is there.
			return true;
		}
	}

	/**
	 * Remove the private name, whether or not the real one was given.
	 */
	void discard() throws IOException {
		Files.deleteIfExists(bindPath());
		Files.deleteIfExists(this.directory);
	}

	/**
	 * Remove the file, unless another one has taken its place.
	 * @throws IOException if it can't be removed
	 */
	void remove() throws IOException {
		discard();
		if (this.identity != null && this.identity.equals(fileKey(this.target))) {
			Files.deleteIfExists(this.target);
		}
		if (this.temporary) {
			Files.deleteIfExists(Objects.requireNonNull(this.target.getParent()));
		}
	}

	private static @Nullable Object fileKey(Path path) throws IOException {
		try {
			return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Looks up a user or a group.
	 *
	 * @param <T> what is found
	 */
	private interface Lookup<T> {

		T find(String name) throws IOException;

	}

}
