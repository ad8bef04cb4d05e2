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

package io.kestrel.address;

/**
 * Thrown when a text is no address that can be listened on. The message says which piece
 * of the text is wrong; {@link #getCure()} says what to write instead.
 *
 * @since 0.1.0
 */
public class InvalidAddressException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String cure;

	/**
	 * Create a new exception.
	 * @param reason which piece is wrong, and why
	 * @param cure what to write instead
	 */
	public InvalidAddressException(String reason, String cure) {
		super(reason);
		this.cure = cure;
	}

	/**
	 * Return what to write instead.
	 * @return the cure, one sentence
	 */
	public String getCure() {
		return this.cure;
	}

}
