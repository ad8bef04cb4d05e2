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

package io.kestrel.connection;

import io.kestrel.http2.ResponseFields;
import io.kestrel.http2.ResponseFrame;
import io.kestrel.refusal.Sampler;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.util.AttributeKey;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes HTTP messages of the frames of a stream, and frames of messages. In the place of
 * Netty's, to which it leaves all but the most frequent: a request without a body, and a
 * response that is there as a whole, which goes as one message through the pipelines of
 * its stream and of its connection. Tells the operator of fields that HTTP/2 does not
 * have. One for a server.
 */
@ChannelHandler.Sharable
final class Http2StreamCodec extends Http2StreamFrameToHttpObjectCodec {

	/** Where Reactor Netty looks for what an extended CONNECT asks for. */
	private static final AttributeKey<String> PROTOCOL = extendedConnect("PROTOCOL");

	private static final AttributeKey<String> PATH = extendedConnect("PATH");

	private static final Log logger = LogFactory.getLog(Http2StreamCodec.class);

	private final Sampler dropped = new Sampler();

	Http2StreamCodec() {
		super(true);
	}

	private static AttributeKey<String> extendedConnect(String part) {
		return AttributeKey.valueOf("reactor.netty.http.server.HttpServerOperations.EXTENDED_CONNECT_" + part);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		if (message.getClass() == DefaultHttp2HeadersFrame.class) {
			Http2HeadersFrame frame = (Http2HeadersFrame) message;
			CharSequence method = frame.headers().method();
			if (method != null && HttpMethod.CONNECT.asciiName().contentEquals(method)) {
				extendedConnect(context, frame.headers());
			}
			else if (method != null && frame.isEndStream()) {
				context.fireChannelRead(request(frame, method.toString()));
				return;
			}
		}
		super.channelRead(context, message);
	}

	/*
	 * RFC 8441 section 4. As Reactor Netty's own handler, of which each stream would have
	 * one.
	 */
	private static void extendedConnect(ChannelHandlerContext context, Http2Headers head) {
		CharSequence protocol = head.get(Http2Headers.PseudoHeaderName.PROTOCOL.value());
		if (protocol != null) {
			context.channel().attr(PROTOCOL).set(protocol.toString());
			context.channel().attr(PATH).set(String.valueOf(head.path()));
		}
	}

	/*
	 * Its fields have been validated. Netty would allocate a buffer for the body that it
	 * has not.
	 */
	private static DefaultFullHttpRequest request(Http2HeadersFrame frame, String method) throws Http2Exception {
		HttpHeaders fields = DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
		HttpConversionUtil.addHttp2ToHttpHeaders(frame.stream().id(), frame.headers(), fields, HttpVersion.HTTP_1_1,
				false, true);
		return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method),
				frame.headers().path().toString(), Unpooled.EMPTY_BUFFER, fields, EmptyHttpHeaders.INSTANCE);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (HttpMessages.isResponse(message)) {
			warn(context, ((HttpResponse) message).headers());
		}
		// By its exact class: see HttpMessages.
		ResponseFrame whole = (message.getClass() == DefaultFullHttpResponse.class)
				? frame((DefaultFullHttpResponse) message) : null;
		if (whole != null) {
			context.write(whole, promise);
		}
		else {
			super.write(context, message, promise);
		}
	}

	private void warn(ChannelHandlerContext context, HttpHeaders fields) {
		String names = ResponseFields.dropped(fields);
		if (names == null) {
			return;
		}
		long suppressed = this.dropped.speak(context.channel().eventLoop().ticker().nanoTime());
		if (suppressed >= 0) {
			logger.warn("Not sent, for a response of HTTP/2 must not have it: " + names
					+ " (RFC 9113 section 8.2.2). Set it on responses of HTTP/1.1 only"
					+ ((suppressed > 0) ? "; " + suppressed + " more since the last line." : "."));
		}
	}

	private static @Nullable ResponseFrame frame(DefaultFullHttpResponse response) {
		if (!isSimple(response)) {
			return null;
		}
		Http2Headers head = ResponseFields.of(response.status(), response.headers());
		return (head != null) ? new ResponseFrame(head, response.content()) : null;
	}

	private static boolean isSimple(DefaultFullHttpResponse response) {
		return response.content().isReadable() && response.trailingHeaders().isEmpty()
				&& response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
	}

}
