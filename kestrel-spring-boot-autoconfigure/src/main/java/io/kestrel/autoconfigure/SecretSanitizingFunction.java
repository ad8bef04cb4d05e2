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

import java.util.List;
import java.util.Locale;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides the secrets of certificates in answers of the actuator, even where values are to
 * be shown: passwords, and private keys that stand in the configuration itself.
 */
final class SecretSanitizingFunction implements SanitizingFunction {

	private static final List<String> PREFIXES = List.of("server.certificates.", "server.endpoints.",
			"server.endpointdefaults.", "server.endpoint-defaults.", "server.ssl.", "spring.ssl.bundle.");

	@Override
	public SanitizableData apply(SanitizableData data) {
		return isSecret(data) ? data.withSanitizedValue() : data;
	}

	private static boolean isSecret(SanitizableData data) {
		// An environment variable has underscores, and no dashes.
		String key = data.getKey().toLowerCase(Locale.ROOT).replace('_', '.');
		if (PREFIXES.stream().noneMatch(key::startsWith)) {
			return false;
		}
		return key.endsWith("password") || (data.getValue() instanceof String text && isInline(text));
	}

	/*
	 * Half a private key is a secret too.
	 */
	private static boolean isInline(String text) {
		return text.contains("-----") || text.startsWith("base64:");
	}

}
