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

package io.kestrel.starter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A client that shares no code with the server: the JDK's, for one user with one set of
 * cookies.
 */
final class ForeignClient {

	/** For what ends at once unless something is broken. */
	private static final Duration GUARD = Duration.ofSeconds(30);

	private static final String UNIX = "http://unix:";

	private final HttpClient client;

	ForeignClient() {
		this.client = HttpClient.newBuilder()
			.version(Version.HTTP_1_1)
			.followRedirects(Redirect.NEVER)
			.cookieHandler(new CookieManager())
			.connectTimeout(GUARD)
			.build();
	}

	HttpResponse<String> get(String url, String... headers) {
		return send(request(url, headers).GET());
	}

	HttpResponse<String> post(String url, String body, String... headers) {
		return send(request(url, headers).POST(BodyPublishers.ofString(body)));
	}

	HttpResponse<String> postChunked(String url, String body, String... headers) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return send(request(url, headers).POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));
	}

	private static HttpRequest.Builder request(String url, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(GUARD);
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Get a resource of any address, one of a Unix socket included.
	 * @param address the address, as the server publishes it
	 * @param path the path of the resource
	 * @return the body, with the head before it if the socket is a Unix socket
	 */
	String getAnywhere(String address, String path) {
		return address.startsWith(UNIX) ? getFromUnixSocket(address.substring(UNIX.length()), path)
				: get(address + path).body();
	}

	private static String getFromUnixSocket(String file, String path) {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
			String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
			channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
			return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send a message over a WebSocket and wait for the answer.
	 * @param url the URL, with the scheme http
	 * @param message the message
	 * @return the first message that comes back
	 */
	String exchange(String url, String message) throws Exception {
		FirstMessage answer = new FirstMessage();
		WebSocket socket = this.client.newWebSocketBuilder()
			.connectTimeout(GUARD)
			.buildAsync(URI.create(url.replaceFirst("http", "ws")), answer)
			.get(GUARD.toSeconds(), TimeUnit.SECONDS);
		socket.sendText(message, true).get(GUARD.toSeconds(), TimeUnit.SECONDS);
		String text = answer.text.get(GUARD.toSeconds(), TimeUnit.SECONDS);
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(GUARD.toSeconds(), TimeUnit.SECONDS);
		return text;
	}

	private static final class FirstMessage implements WebSocket.Listener {

		private final CompletableFuture<String> text = new CompletableFuture<>();

		private final StringBuilder parts = new StringBuilder();

		@Override
		public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.parts.append(data);
			if (last) {
				this.text.complete(this.parts.toString());
			}
			webSocket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
			this.text.completeExceptionally(new IOException("Closed with " + statusCode + " " + reason));
			return null;
		}

		@Override
		public void onError(WebSocket webSocket, Throwable error) {
			this.text.completeExceptionally(error);
		}

	}

}
