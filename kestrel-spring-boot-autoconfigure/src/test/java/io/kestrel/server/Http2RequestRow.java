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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Http2FrameClient.Type;

/**
 * A row of {@code golden/http2-requests.txt}, which says how it is read.
 *
 * @param name what is special
 * @param fields the head
 * @param then what comes behind it
 * @param answer what ours answers
 * @param original what the original answered
 */
record Http2RequestRow(String name, String fields, String then, String answer, String original) {

	private static final int END_STREAM = 0x1;

	private static final int END_HEADERS = 0x4;

	private static final int MAX_FRAME = 16_384;

	private static final Pattern REPEATED = Pattern.compile("\\{(.)\\*([^}]*)\\}");

	private static final Pattern REPEATED_FIELD = Pattern.compile("\\{(\\w+)=(\\w+)\\*([^}]*)\\}");

	private static final Pattern OCTET = Pattern.compile("\\\\([0-9a-f]{2})");

	static Stream<Http2RequestRow> all() throws IOException {
		try (InputStream table = Http2RequestRow.class.getResourceAsStream("/golden/http2-requests.txt")) {
			String text = new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.US_ASCII);
			return text.lines().filter((line) -> !line.isEmpty() && !line.startsWith("#")).map(Http2RequestRow::of);
		}
	}

	private static Http2RequestRow of(String line) {
		List<String> columns = Arrays.stream(line.split(" \\| ")).map(String::strip).toList();
		return new Http2RequestRow(columns.get(0), columns.get(1), columns.get(2), columns.get(3),
				columns.get(columns.size() - 1));
	}

	/**
	 * Send the request as stream 1.
	 */
	void send(Http2FrameClient client, String scheme) throws IOException {
		sendFields(client, new Fields(scheme).add(this.fields), this.then.equals("end"));
		if (this.then.equals("end") || this.then.equals("open")) {
			return;
		}
		for (String frame : this.then.split(", (?=data|trailers)")) {
			String[] words = frame.split(" ", 2);
			if (words[0].equals("data")) {
				String[] data = words[1].split(" ");
				client.data(1, "x".repeat(Integer.parseInt(data[0])), data.length > 1);
			}
			else {
				sendFields(client, new Fields(scheme).add(words[1]), words[0].equals("trailers"));
			}
		}
	}

	private static void sendFields(Http2FrameClient client, Fields fields, boolean end) throws IOException {
		byte[] block = fields.block();
		int from = 0;
		do {
			int to = Math.min(block.length, from + MAX_FRAME);
			int flags = ((from == 0 && end) ? END_STREAM : 0) | ((to == block.length) ? END_HEADERS : 0);
			client.send((from == 0) ? Type.HEADERS : Type.CONTINUATION, flags, 1, Arrays.copyOfRange(block, from, to));
			from = to;
		}
		while (from < block.length);
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Fields in the order in which they are sent.
	 */
	private static final class Fields {

		private final String scheme;

		private final List<Map.Entry<String, String>> list = new ArrayList<>();

		private Fields(String scheme) {
			this.scheme = scheme;
		}

		private Fields add(String fields) {
			for (String field : fields.split(", ")) {
				Matcher repeated = REPEATED_FIELD.matcher(field);
				if (field.equals("GET") || field.equals("POST")) {
					add(":method=" + field + ", :scheme=" + this.scheme + ", :authority=localhost, :path=/echo");
				}
				else if (field.equals("CONNECT")) {
					add(":method=CONNECT, :authority=localhost:80");
				}
				else if (repeated.matches()) {
					for (int i = number(repeated.group(3)); i > 0; i--) {
						this.list.add(Map.entry(repeated.group(1), repeated.group(2)));
					}
				}
				else {
					addOne(field);
				}
			}
			return this;
		}

		private void addOne(String field) {
			int equals = field.indexOf('=', 1);
			if (equals < 0) {
				boolean empty = field.startsWith("=");
				if (empty) {
					this.list.add(Map.entry("", value(field.substring(1))));
				}
				else {
					this.list.removeIf((other) -> other.getKey().equals(field));
				}
				return;
			}
			boolean beside = field.charAt(equals - 1) == '+';
			// Behind the braces of a repeated text no plus can be.
			String name = value(field.substring(0, beside ? equals - 1 : equals));
			Map.Entry<String, String> added = Map.entry(name, value(field.substring(equals + 1)));
			for (int i = 0; name.startsWith(":") && !beside && i < this.list.size(); i++) {
				if (this.list.get(i).getKey().equals(name)) {
					this.list.set(i, added);
					return;
				}
			}
			this.list.add(added);
		}

		private String value(String text) {
			String other = this.scheme.equals("http") ? "https" : "http";
			String named = text.replace("$other", other)
				.replace("$SCHEME", this.scheme.toUpperCase())
				.replace("$scheme", this.scheme);
			String repeated = REPEATED.matcher(named)
				.replaceAll((match) -> match.group(1).repeat(number(match.group(2))));
			return OCTET.matcher(repeated)
				.replaceAll((match) -> String.valueOf((char) Integer.parseInt(match.group(1), 16)));
		}

		/* A number, or a name of one with an optional +1. */
		private int number(String text) {
			int more = text.endsWith("+1") ? 1 : 0;
			String name = text.substring(0, text.length() - 2 * more);
			int line = ("GET" + this.scheme + "localhost").length();
			int names = (":method:scheme:authority:path" + "/echo").length() + line;
			return more + switch (name) {
				case "$line" -> 8192 - line - "/echo/".length();
				case "$total" -> 32_768 - names - 16_384 - 2;
				case "$totalpost" -> 32_768 - names - 1 - 16_384 - 2;
				case "$twice" -> 65_536 - names - 60_000 - 3;
				default -> Integer.parseInt(name);
			};
		}

		/* Literal fields without indexing, RFC 7541 section 6.2.2. */
		private byte[] block() {
			ByteArrayOutputStream block = new ByteArrayOutputStream();
			for (Map.Entry<String, String> field : this.list) {
				block.write(0);
				text(block, field.getKey());
				text(block, field.getValue());
			}
			return block.toByteArray();
		}

		private static void text(ByteArrayOutputStream block, String text) {
			int length = text.length();
			if (length < 127) {
				block.write(length);
			}
			else {
				block.write(127);
				for (length -= 127; length > 127; length >>= 7) {
					block.write(length & 127 | 128);
				}
				block.write(length);
			}
			block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
		}

	}

}
