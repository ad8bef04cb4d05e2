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

package io.kestrel.http2;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GatheringFrameWriter}, read by Netty's reader.
 */
class GatheringFrameWriterTests {

	private static final int MAX_FRAME = 16_384;

	private final GatheringFrameWriter writer = new GatheringFrameWriter(new DefaultHttp2HeadersEncoder(), MAX_FRAME);

	private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());

	private final ChannelHandlerContext context = this.channel.pipeline().firstContext();

	@AfterEach
	void close() {
		this.writer.close();
		this.channel.finishAndReleaseAll();
	}

	@Test
	void framesOfAFlushAreOneBufferAndTheirWritersHearOfItTogether() throws Exception {
		ChannelPromise head = head(1, 0, false);
		ChannelPromise body = data(1, 13, true);
		ChannelPromise other = head(3, 0, true);
		assertThat(List.of(head, body, other)).noneMatch(ChannelPromise::isDone);
		flush();
		assertThat(List.of(head, body, other)).allMatch(ChannelPromise::isSuccess);
		List<ByteBuf> written = written();
		assertThat(written).hasSize(1);
		assertThat(read(written)).containsExactly("1 HEADERS 200", "1 DATA 13 END", "3 HEADERS 200 END");
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 1", "4095, 1", "4096, 1", "4097, 2", "16384, 2" })
	void shortBodiesAreCopied(int length, int buffers) throws Exception {
		ByteBuf body = body(length);
		head(1, 0, false);
		this.writer.writeData(this.context, 1, body, 0, true, this.channel.newPromise());
		flush();
		List<ByteBuf> written = written();
		assertThat(written).hasSize(buffers);
		assertThat(body.refCnt()).isEqualTo((buffers == 1) ? 0 : 1);
		assertThat(read(written)).containsExactly("1 HEADERS 200", "1 DATA " + length + " END");
	}

	@Test
	void bodyLongerThanAFrameIsSplit() throws Exception {
		head(1, 0, false);
		ChannelPromise body = data(1, MAX_FRAME + 1, true);
		flush();
		assertThat(body.isSuccess()).isTrue();
		assertThat(read(written())).containsExactly("1 HEADERS 200", "1 DATA " + MAX_FRAME, "1 DATA 1 END");
	}

	@ParameterizedTest
	@ValueSource(ints = { MAX_FRAME - 100, MAX_FRAME, 2 * MAX_FRAME, 3 * MAX_FRAME + 1 })
	void fieldsLongerThanAFrameAreContinued(int length) throws Exception {
		head(1, 0, true);
		ChannelPromise large = head(3, length, true);
		head(5, 0, true);
		flush();
		assertThat(large.isSuccess()).isTrue();
		assertThat(read(written())).containsExactly("1 HEADERS 200 END", "3 HEADERS 200 " + length + " END",
				"5 HEADERS 200 END");
	}

	@Test
	void otherFramesKeepTheirPlace() throws Exception {
		head(1, 0, false);
		this.writer.writeRstStream(this.context, 1, 8, this.channel.newPromise());
		head(3, 0, true);
		this.writer.writePing(this.context, true, 7, this.channel.newPromise());
		this.writer.writeGoAway(this.context, 3, 0, Unpooled.EMPTY_BUFFER, this.channel.newPromise());
		flush();
		assertThat(read(written())).containsExactly("1 HEADERS 200", "1 RST 8", "3 HEADERS 200 END", "PING 7",
				"GOAWAY 3");
	}

	@Test
	void fullBufferIsPassedOnBeforeTheFlush() throws Exception {
		for (int stream = 1; stream < 12; stream += 2) {
			head(stream, 0, false);
			data(stream, 4096, true);
		}
		flush();
		List<ByteBuf> written = written();
		assertThat(written).hasSizeGreaterThan(1);
		assertThat(read(written)).hasSize(12);
	}

	@Test
	void endOfTheConnectionFailsWhatIsGathered() {
		ChannelPromise head = head(1, 0, false);
		this.writer.close();
		assertThat(head.cause()).isInstanceOf(ClosedChannelException.class);
		assertThat(written()).isEmpty();
	}

	private ChannelPromise head(int stream, int fieldLength, boolean end) {
		Http2Headers headers = new DefaultHttp2Headers().status("200");
		if (fieldLength > 0) {
			// Not shorter when it is compressed: each of its octets has a code of 8 bits.
			headers.add("x-long", "&".repeat(fieldLength));
		}
		ChannelPromise promise = this.channel.newPromise();
		this.writer.writeHeaders(this.context, stream, headers, 0, end, promise);
		return promise;
	}

	private ChannelPromise data(int stream, int length, boolean end) {
		ChannelPromise promise = this.channel.newPromise();
		this.writer.writeData(this.context, stream, body(length), 0, end, promise);
		return promise;
	}

	private static ByteBuf body(int length) {
		return Unpooled.buffer().writeZero(length);
	}

	private void flush() {
		this.writer.writeOut(this.context);
		this.channel.flush();
	}

	private List<ByteBuf> written() {
		List<ByteBuf> written = new ArrayList<>();
		for (ByteBuf buffer = this.channel.readOutbound(); buffer != null; buffer = this.channel.readOutbound()) {
			written.add(buffer);
		}
		return written;
	}

	private List<String> read(List<ByteBuf> written) throws Exception {
		Listener listener = new Listener();
		ByteBuf all = Unpooled.buffer();
		written.forEach(all::writeBytes);
		written.forEach(ByteBuf::release);
		try (DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader()) {
			reader.configuration().headersConfiguration().maxHeaderListSize(1_000_000, 1_000_000);
			while (all.isReadable()) {
				reader.readFrame(this.context, all, listener);
			}
		}
		return listener.frames;
	}

	private static final class Listener extends Http2FrameAdapter {

		private final List<String> frames = new ArrayList<>();

		@Override
		public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end) {
			this.frames.add(stream + " DATA " + data.readableBytes() + (end ? " END" : ""));
			return data.readableBytes();
		}

		@Override
		public void onHeadersRead(ChannelHandlerContext context, int stream, Http2Headers headers, int padding,
				boolean end) {
			CharSequence large = headers.get("x-long");
			this.frames.add(stream + " HEADERS " + headers.status() + ((large != null) ? " " + large.length() : "")
					+ (end ? " END" : ""));
		}

		@Override
		public void onRstStreamRead(ChannelHandlerContext context, int stream, long code) {
			this.frames.add(stream + " RST " + code);
		}

		@Override
		public void onPingAckRead(ChannelHandlerContext context, long data) {
			this.frames.add("PING " + data);
		}

		@Override
		public void onGoAwayRead(ChannelHandlerContext context, int last, long code, ByteBuf debug) {
			this.frames.add("GOAWAY " + last);
		}

	}

}
