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

/**
 * The limits that the decoder keeps.
 *
 * @param maxRequestLineSize octets of a request line with its line end
 * @param maxHeadersTotalSize octets of all field lines of a request with their line ends,
 * those of the trailers included
 * @param maxHeaderCount fields of a request, those of the trailers included
 * @param maxContentSize octets of one piece of a body
 */
public record DecoderLimits(int maxRequestLineSize, int maxHeadersTotalSize, int maxHeaderCount, int maxContentSize) {

	/**
	 * The defaults of ASP.NET Core's Kestrel. Pieces are as large as what a slow
	 * application should be given at once.
	 */
	public static final DecoderLimits DEFAULT = new DecoderLimits(8 * 1024, 32 * 1024, 100, 16 * 1024);

}
