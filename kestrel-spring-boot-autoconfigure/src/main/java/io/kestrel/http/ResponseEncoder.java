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

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import org.jspecify.annotations.Nullable;

/**
 * Netty's encoder of responses, as a part of the handler that knows which request a
 * response is for. It is no handler of its own: a write ends here.
 */
public final class ResponseEncoder extends HttpResponseEncoder {

	private final @Nullable String server;

	private final Meter meter;

	private HttpMethod method = HttpMethod.GET;

	/**
	 * Create an encoder for one connection.
	 * @param server the value of the field Server, {@code null} for none
	 * @param meter learns what is written
	 */
	public ResponseEncoder(@Nullable String server, Meter meter) {
		this.server = server;
		this.meter = meter;
	}

	/**
	 * The next final response is for another request.
	 * @param requestMethod the method of that request
	 */
	public void begin(HttpMethod requestMethod) {
		this.method = requestMethod;
	}

	@Override
	protected void encode(ChannelHandlerContext context, Object message, List<Object> out) throws Exception {
		super.encode(context, message, out);
		long octets = 0;
		for (int i = 0; i < out.size(); i++) {
			if (out.get(i) instanceof ByteBuf part) {
				octets += part.readableBytes();
			}
			else if (out.get(i) instanceof FileRegion file) {
				this.meter.sending(file);
			}
		}
		if (octets > 0) {
			this.meter.written(octets);
		}
	}

	/*
	 * A response to HEAD has the fields of one to GET, and no body (RFC 9112 section
	 * 6.3).
	 */
	@Override
	protected boolean isContentAlwaysEmpty(HttpResponse response) {
		return (HttpMethod.HEAD.equals(this.method) && response.status().codeClass() != HttpStatusClass.INFORMATIONAL)
				|| super.isContentAlwaysEmpty(response);
	}

	/* Behind a successful CONNECT comes a tunnel (RFC 9110 section 9.3.6). */
	@Override
	protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean isAlwaysEmpty) {
		if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
			ResponseFields.complete(response.headers(), this.server);
		}
		if (!isAlwaysEmpty && HttpMethod.CONNECT.equals(this.method)
				&& response.status().codeClass() == HttpStatusClass.SUCCESS) {
			response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
			return;
		}
		if (response.status().code() == HttpResponseStatus.NOT_MODIFIED.code()) {
			response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
		}
		super.sanitizeHeadersBeforeEncode(response, isAlwaysEmpty);
	}

	/**
	 * Learns what is written.
	 */
	public interface Meter {

		/**
		 * Octets were written.
		 * @param octets how many
		 */
		void written(long octets);

		/**
		 * A file was written, which the system sends by itself.
		 * @param file the file
		 */
		void sending(FileRegion file);

	}

}
