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

package io.kestrel.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseEncoder}: what it does otherwise than Netty's encoder, and
 * into how many buffers.
 */
class ResponseEncoderTests {

	private static final String HEAD = "HTTP/1.1 200 OK\r\ndate: then\r\n\r\n";

	private static final String CHUNKED_HEAD = "HTTP/1.1 200 OK\r\ndate: then\r\ntransfer-encoding: chunked\r\n\r\n";

	private static final String NOW = "date: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n";

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 1", "4095, 1", "4096, 1", "4097, 2", "100000, 2" })
	void shortBodyIsInTheBufferOfTheHead(int length, int buffers) {
		String body = "b".repeat(length);
		List<String> sent = Encoding.ours("GET").write(full(body)).buffers();
		assertThat(sent).hasSize(buffers);
		assertThat(String.join("", sent)).isEqualTo(HEAD + body);
	}

	@Test
	void shortBodyIsCopiedWithoutNioBuffers() {
		ByteBuf body = new WithoutNio("past, hello");
		body.skipBytes("past, ".length());
		assertThat(Encoding.ours("GET").write(full(body)).buffers()).containsExactly(HEAD + "hello");
		ByteBuf chunk = new WithoutNio("again");
		assertThat(Encoding.ours("GET").write(List.of(chunked(), chunk)).buffers()).containsExactly(CHUNKED_HEAD,
				"5\r\nagain\r\n");
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, 1", "4095, fff, 1", "4096, 1000, 1", "4097, 1001, 3" })
	void shortChunkIsOneBuffer(int length, String size, int buffers) {
		String chunk = "c".repeat(length);
		Encoding encoding = Encoding.ours("GET").write(chunked());
		assertThat(encoding.text()).isEqualTo(CHUNKED_HEAD);
		List<String> sent = encoding.write(buffer(chunk)).buffers();
		assertThat(sent).hasSize(buffers);
		assertThat(String.join("", sent)).isEqualTo(size + "\r\n" + chunk + "\r\n");
		assertThat(encoding.write(LastHttpContent.EMPTY_LAST_CONTENT).buffers()).containsExactly("0\r\n\r\n");
	}

	@Test
	void wholeChunkedResponseIsOneBuffer() {
		DefaultFullHttpResponse response = full("hello");
		response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		response.trailingHeaders().set("digest", "x");
		assertThat(Encoding.ours("GET").write(response).buffers())
			.containsExactly(CHUNKED_HEAD + "5\r\nhello\r\n0\r\ndigest: x\r\n\r\n");
	}

	@Test
	void bodyThatNeedsNothingAroundIsNotCopied() {
		Encoding encoding = Encoding.ours("GET").write(head());
		ByteBuf content = buffer("hello");
		encoding.channel().writeOutbound(new DefaultHttpContent(content));
		assertThat(encoding.text()).startsWith(HEAD).endsWith("hello");
		assertThat(content.refCnt()).isZero();
		ByteBuf same = buffer("again");
		encoding.channel().writeOutbound(same);
		assertThat((Object) encoding.channel().readOutbound()).isSameAs(same);
		same.release();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			200, -,       -,              -
			200, kestrel, -,              'server: kestrel\r\n'
			404, kestrel, -,              'server: kestrel\r\n'
			200, -,       gzip,           'vary: accept-encoding\r\n'
			200, kestrel, gzip,           'server: kestrel\r\nvary: accept-encoding\r\n'
			""")
	void serverAddsItsFields(int status, @Nullable String server, @Nullable String encoding, @Nullable String added) {
		HttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
		String set = "";
		if (encoding != null) {
			response.headers().set(HttpHeaderNames.CONTENT_ENCODING, encoding);
			set = "content-encoding: " + encoding + "\r\n";
		}
		assertThat(Encoding.ours("GET", server).write(response).text())
			.matches("HTTP/1\\.1 " + status + " [\\w ]+\r\n" + set + NOW + ((added != null) ? added : "") + "\r\n");
	}

	@Test
	void serverAddsNothingThatTheApplicationHasSet() {
		DefaultFullHttpResponse response = full("");
		response.headers().set("Server", "mine").set("Content-Encoding", "br").add("Vary", "Origin, Accept-Encoding");
		assertThat(Encoding.ours("GET", "kestrel").write(response).text()).isEqualTo("HTTP/1.1 200 OK\r\ndate: then\r\n"
				+ "Server: mine\r\nContent-Encoding: br\r\nVary: Origin, Accept-Encoding\r\n\r\n");
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 102, 103, 199 })
	void interimResponseHasNoFieldsOfTheServer(int status) {
		HttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
		assertThat(Encoding.ours("GET", "kestrel").write(response).text())
			.isEqualTo("HTTP/1.1 " + response.status() + "\r\n\r\n");
	}

	@Test
	void phraseOfTheApplicationStandsBesideTheKnownOne() {
		for (String phrase : List.of("OK", "Fine", "OK", "", "Fine")) {
			HttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
					new HttpResponseStatus(200, phrase));
			assertThat(Encoding.ours("GET").write(response).text()).startsWith("HTTP/1.1 200 " + phrase + "\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 900, 1024, 1025, OctetBuilder.MOST_KEPT, OctetBuilder.MOST_KEPT + 1, 100_000 })
	void headMayHaveAnyLength(int length) {
		DefaultFullHttpResponse response = full("body");
		response.headers().set("x", "x".repeat(length));
		assertThat(Encoding.ours("GET").write(response).buffers())
			.containsExactly("HTTP/1.1 200 OK\r\ndate: then\r\nx: " + "x".repeat(length) + "\r\n\r\nbody");
		assertThat(Encoding.ours("GET").write(full("next")).buffers()).containsExactly(HEAD + "next");
	}

	@Test
	void tunnelIsNotChunked() {
		HttpResponse response = chunked();
		Encoding encoding = Encoding.ours("CONNECT").write(List.of(response, buffer("octets")));
		assertThat(encoding.buffers()).containsExactly(HEAD, "octets");
	}

	@Test
	void notModifiedIsNotChunked() {
		HttpResponse response = chunked().setStatus(HttpResponseStatus.NOT_MODIFIED);
		assertThat(Encoding.ours("GET").write(List.of(response, LastHttpContent.EMPTY_LAST_CONTENT)).text())
			.isEqualTo("HTTP/1.1 304 Not Modified\r\ndate: then\r\n\r\n");
	}

	@Test
	void writtenOctetsAndFilesAreCounted() {
		Encoding encoding = Encoding.ours("GET")
			.write(List.of(full("hello"), head(), new MemoryFile(7), LastHttpContent.EMPTY_LAST_CONTENT, chunked(),
					new MemoryFile(16), buffer("b".repeat(5000))));
		assertThat(encoding.metered()).containsExactly(String.valueOf(HEAD.length() + 5), String.valueOf(HEAD.length()),
				"<file of 7>", String.valueOf(CHUNKED_HEAD.length()), "<file of 16>", "6", "5008");
		assertThat(encoding.buffers()).endsWith("10\r\n", "<file of 16>", "\r\n", "1388\r\n", "b".repeat(5000), "\r\n");
	}

	@ParameterizedTest
	@MethodSource
	void whatDoesNotFollowIsRefusedAndReleased(List<Object> before, Object message) {
		Encoding encoding = Encoding.ours("GET").write(before);
		int buffers = encoding.buffers().size();
		ChannelFuture sent = encoding.channel().writeAndFlush(message);
		assertThat(sent.cause()).isInstanceOf(IllegalStateException.class)
			.hasMessageStartingWith(message.getClass().getSimpleName());
		assertThat(ReferenceCountUtil.refCnt(message)).isNotPositive();
		assertThat(encoding.buffers()).isEmpty();
		assertThat(buffers).isEqualTo(before.size());
	}

	static Stream<Object[]> whatDoesNotFollowIsRefusedAndReleased() {
		return Stream.of(new Object[] { List.of(), buffer("early") },
				new Object[] { List.of(), new DefaultHttpContent(buffer("early")) },
				new Object[] { List.of(), new MemoryFile(3) }, new Object[] { List.of(full("whole")), buffer("late") },
				new Object[] { List.of(full("whole")), new MemoryFile(3) }, new Object[] { List.of(head()), head() },
				new Object[] { List.of(head(), buffer("part")), full("next") });
	}

	@Test
	void emptyBufferPassesAtAnyTime() {
		Encoding encoding = Encoding.ours("GET").write(Unpooled.EMPTY_BUFFER);
		encoding.write(List.of(full("a"), Unpooled.EMPTY_BUFFER, chunked(), Unpooled.EMPTY_BUFFER, buffer("b")));
		assertThat(encoding.text()).isEqualTo(HEAD + "a" + CHUNKED_HEAD + "1\r\nb\r\n");
		assertThat(encoding.metered()).hasSize(3);
	}

	@Test
	void whatIsNotHttpPasses() {
		Object other = new Object();
		Encoding encoding = Encoding.ours("GET");
		encoding.channel().writeOutbound(other);
		assertThat((Object) encoding.channel().readOutbound()).isSameAs(other);
	}

	private static DefaultFullHttpResponse full(String body) {
		return full(buffer(body));
	}

	private static DefaultFullHttpResponse full(ByteBuf body) {
		DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
				body);
		response.headers().set(HttpHeaderNames.DATE, "then");
		return response;
	}

	private static HttpResponse head() {
		HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
		response.headers().set(HttpHeaderNames.DATE, "then");
		return response;
	}

	private static HttpResponse chunked() {
		HttpResponse response = head();
		response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		return response;
	}

	private static ByteBuf buffer(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
	}

	/* A view of it is an object for each response. */
	private static final class WithoutNio extends UnpooledHeapByteBuf {

		private WithoutNio(String text) {
			super(UnpooledByteBufAllocator.DEFAULT, text.getBytes(StandardCharsets.US_ASCII), text.length());
		}

		@Override
		public ByteBuffer nioBuffer(int index, int length) {
			throw new AssertionError("Allocates");
		}

		@Override
		public ByteBuffer internalNioBuffer(int index, int length) {
			throw new AssertionError("Allocates");
		}

	}

}
