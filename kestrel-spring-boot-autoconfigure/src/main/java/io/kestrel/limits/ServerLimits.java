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

package io.kestrel.limits;

/**
 * The limits that hold for the connections of one endpoint. The defaults are those of
 * ASP.NET Core's Kestrel.
 *
 * @param maxRequestBodySize how long the body of a request may be, unless a handler says
 * otherwise. 30,000,000 bytes by default
 * @param maxRequestLineSize octets of the request line of HTTP/1.1 with its line end. 8
 * KB by default
 * @param maxRequestHeadersTotalSize octets of all field lines of a request with their
 * line ends, trailers included. 32 KB by default
 * @param maxRequestHeaderCount fields of a request, trailers included. 100 by default
 * @param maxRequestsPerConnection requests that a connection has before it ends,
 * {@link #UNLIMITED} for any number, the default
 * @param times how long a client may take
 * @param buffers how much is kept in memory
 * @param connections how many connections there may be
 * @param http2 what holds on connections of HTTP/2
 * @since 0.1.0
 */
public record ServerLimits(BodySizeLimit maxRequestBodySize, int maxRequestLineSize, int maxRequestHeadersTotalSize,
		int maxRequestHeaderCount, int maxRequestsPerConnection, TimeLimits times, BufferLimits buffers,
		ConnectionLimits connections, Http2Limits http2) {

	/**
	 * The number that stands for no limit.
	 */
	public static final int UNLIMITED = -1;

	/**
	 * What holds where nothing is set.
	 */
	public static final ServerLimits DEFAULT = new ServerLimits(
			new BodySizeLimit(30_000_000, "server.limits.max-request-body-size, the default"), 8 * 1024, 32 * 1024, 100,
			UNLIMITED, TimeLimits.DEFAULT, BufferLimits.DEFAULT, ConnectionLimits.DEFAULT, Http2Limits.DEFAULT);

}
