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

package io.kestrel.address;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits the text of a property that holds several URLs, or several ports.
 *
 * @since 0.1.0
 */
public final class UrlList {

	/**
	 * A comma separates where a scheme follows it, as in Spring's lists; elsewhere it is
	 * part of the URL (paths of Unix sockets may have one).
	 */
	private static final Pattern URL_SEPARATOR = Pattern.compile(";|,(?=\\s*[A-Za-z][A-Za-z0-9+.-]*://)");

	private static final Pattern PORT_SEPARATOR = Pattern.compile("[;,]");

	private UrlList() {
	}

	/**
	 * Split a list of URLs at semicolons, and at commas that a scheme follows.
	 * @param text the text
	 * @return the URLs, trimmed, without empty ones
	 */
	public static List<String> splitUrls(String text) {
		return split(URL_SEPARATOR, text);
	}

	/**
	 * Split a list of ports at semicolons and commas.
	 * @param text the text
	 * @return the ports, trimmed, without empty ones
	 */
	public static List<String> splitPorts(String text) {
		return split(PORT_SEPARATOR, text);
	}

	private static List<String> split(Pattern separator, String text) {
		return Arrays.stream(separator.split(text)).map(String::strip).filter((piece) -> !piece.isEmpty()).toList();
	}

}
