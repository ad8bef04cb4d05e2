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

package io.kestrel.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A row of {@code golden/raw-requests.json}: what the original was sent and what it did.
 * {@code {100a}} stands for the letter a hundred times, HOST for the address of the
 * server. A request that the original's application did not find counts as answered.
 *
 * @param id a short name
 * @param what what is special
 * @param send the octets
 * @param fin whether the client then says that nothing more comes
 * @param original the statuses of the original
 * @param open whether the original kept the connection
 * @param echo method, target, Host and length of the body, as the application of the
 * original saw them; no entry for an answer without a body
 * @param ours the statuses of ours, which then closes, if they are others on purpose
 * @param why why they are
 */
record RawRow(String id, String what, String send, boolean fin, List<Integer> original, boolean open, List<String> echo,
		@Nullable List<Integer> ours, @Nullable String why) {

	private static final Pattern REPEATED = Pattern.compile("\\{(\\d+)([a ])\\}");

	static Stream<RawRow> all() throws IOException {
		try (InputStream golden = RawRow.class.getResourceAsStream("/golden/raw-requests.json")) {
			return Stream.of(new JsonMapper().readValue(Objects.requireNonNull(golden), RawRow[].class));
		}
	}

	List<Integer> expected() {
		return (this.ours != null) ? this.ours : this.original;
	}

	boolean staysOpen() {
		return this.open && this.ours == null;
	}

	String octets(String host) {
		return unfold(this.send, host);
	}

	List<String> echoes(String host) {
		return (this.ours != null) ? List.of() : this.echo.stream().map((line) -> unfold(line, host)).toList();
	}

	private static String unfold(String text, String host) {
		return REPEATED.matcher(text)
			.replaceAll((match) -> match.group(2).repeat(Integer.parseInt(match.group(1))))
			.replace("HOST", host);
	}

	@Override
	public String toString() {
		return this.id + ": " + this.what;
	}

}
