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

package io.kestrel.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The JDK's client: a foreign one, which shares no mistake with our server.
 */
public final class Http {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private Http() {
	}

	public static String get(String url) {
		return exchange(url).body();
	}

	public static HttpResponse<String> exchange(String url) {
		return send(HttpRequest.newBuilder(URI.create(url)));
	}

	/**
	 * Post a body, with its length announced.
	 */
	public static HttpResponse<String> post(String url, String contentType, byte[] body) {
		return post(url, contentType, BodyPublishers.ofByteArray(body));
	}

	/**
	 * Post a body in chunks.
	 */
	public static HttpResponse<String> postChunked(String url, String contentType, byte[] body) {
		return post(url, contentType, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
	}

	private static HttpResponse<String> post(String url, String contentType, BodyPublisher body) {
		return send(HttpRequest.newBuilder(URI.create(url))
			.version(HttpClient.Version.HTTP_1_1)
			.header("Content-Type", contentType)
			.POST(body));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
