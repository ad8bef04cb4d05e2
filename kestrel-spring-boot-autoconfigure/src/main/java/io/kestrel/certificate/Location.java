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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Where certificates or keys are read from: a location as Spring has them, or the text
 * itself. A text may hold a private key, so it is never shown.
 */
final class Location {

	private static final String PEM_DASHES = "-----";

	private static final String BASE64 = "base64:";

	private final Setting setting;

	private final byte @Nullable [] inline;

	private final @Nullable Resource resource;

	private Location(Setting setting, byte @Nullable [] inline, @Nullable Resource resource) {
		this.setting = setting;
		this.inline = inline;
		this.resource = resource;
	}

	/**
	 * Return whether a text is, at least in part, a certificate or key itself, and so may
	 * be secret.
	 * @param text the text
	 * @return whether it is
	 */
	static boolean isInline(String text) {
		return text.contains(PEM_DASHES) || text.startsWith(BASE64);
	}

	static Location of(ConfigurationKey group, String property, String text, ResourceLoader resources) {
		// Any dashes are enough: half a private key is a secret too, and no path.
		if (text.contains(PEM_DASHES)) {
			return new Location(Setting.of(group, property, "(inline PEM)"), text.getBytes(StandardCharsets.UTF_8),
					null);
		}
		String shown = text.startsWith(BASE64) ? "(inline base64)" : text;
		return new Location(Setting.of(group, property, shown), null,
				ApplicationResourceLoader.get(resources, true).getResource(text));
	}

	Setting setting() {
		return this.setting;
	}

	/*
	 * The file to watch: none for text, or for a resource inside a jar.
	 */
	@Nullable Path file() {
		try {
			return (this.resource != null && this.resource.isFile()) ? this.resource.getFile().toPath().toAbsolutePath()
					: null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	byte[] read() {
		byte[] content = (this.inline != null) ? this.inline : readResource();
		if (content.length == 0) {
			throw refuse("it is empty", "Write a certificate or key into it, or name another file.");
		}
		return content;
	}

	String readText() {
		return new String(read(), StandardCharsets.UTF_8);
	}

	private byte[] readResource() {
		Path file = file();
		if (file != null && Files.isDirectory(file)) {
			throw refuse("it is a directory", "Name the file in it.");
		}
		try (InputStream in = open(file)) {
			return in.readAllBytes();
		}
		catch (NoSuchFileException | FileNotFoundException ex) {
			throw refuse("there is no such file" + lookedFor(file),
					"Correct the path; one that does not begin with / is relative to the working directory.");
		}
		catch (AccessDeniedException ex) {
			throw refuse("it may not be read by this user", "Give the user that runs the application read permission"
					+ " on the file, and execute permission on its directories.");
		}
		catch (IOException ex) {
			throw refuse("it can't be read (" + ex.getClass().getSimpleName() + ")", "Check the file.");
		}
	}

	private InputStream open(@Nullable Path file) throws IOException {
		if (file != null) {
			return Files.newInputStream(file);
		}
		if (this.resource == null) {
			throw new NoSuchFileException(this.setting.value());
		}
		return this.resource.getInputStream();
	}

	private String lookedFor(@Nullable Path file) {
		return (file == null || file.toString().equals(this.setting.value())) ? "" : ": " + file;
	}

	InvalidConfigurationException refuse(String reason, String cure) {
		return this.setting.refuse(reason, cure);
	}

	@Override
	public String toString() {
		return this.setting.value();
	}

}
