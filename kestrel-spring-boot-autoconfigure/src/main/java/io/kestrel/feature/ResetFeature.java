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

package io.kestrel.feature;

/**
 * Ends one request of HTTP/2 without the rest of its response, and tells the client why.
 * Other requests of the same connection go on.
 * <p>
 * A server has it for requests of HTTP/2 only: HTTP/1.1 can only close the connection,
 * see {@link ConnectionFeature#abort()}.
 * <p>
 * Same as {@code IHttpResetFeature} of ASP.NET Core.
 *
 * @since 0.1.0
 */
public interface ResetFeature extends RequestFeature {

	/**
	 * Send RST_STREAM (RFC 9113 section 6.4). What was written before and has not left
	 * the server yet may be lost; what the application still writes is thrown away, and
	 * the publisher of its response is cancelled. Does nothing if the request is over.
	 * For any thread.
	 * @param errorCode the reason, one of RFC 9113 section 7 (8 for CANCEL, 2 for
	 * INTERNAL_ERROR, 11 for ENHANCE_YOUR_CALM) or one that the client knows. 32 bits
	 * @throws IllegalArgumentException if the code is negative or has more than 32 bits
	 */
	void reset(long errorCode);

}
