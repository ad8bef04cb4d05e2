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

package io.kestrel.autoconfigure;

import io.kestrel.https.PlainHttp;
import org.jspecify.annotations.Nullable;

/**
 * The properties that endpoints and the defaults of all endpoints have in common.
 */
public interface HttpsProperties extends TlsProperties {

	/**
	 * Return what happens to clear text.
	 * @return what happens, {@code null} if not set
	 */
	@Nullable PlainHttp plainHttp();

	/**
	 * Return whether a request is refused whose host does not belong to the certificate
	 * of its connection.
	 * @return whether it is, {@code null} if not set
	 */
	@Nullable Boolean rejectMisdirectedRequests();

}
