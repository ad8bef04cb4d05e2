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

package io.kestrel.admission;

import java.util.Collection;
import java.util.Map;

import org.springframework.test.util.ReflectionTestUtils;

/**
 * Everything that is counted, for tests elsewhere.
 */
public final class AdmissionCounts {

	private AdmissionCounts() {
	}

	/**
	 * Return what is not zero.
	 * @param admission what counts
	 * @return each count with its name, nothing if nothing is counted
	 */
	public static String nonZero(ServerAdmission admission) {
		StringBuilder text = new StringBuilder();
		append(text, "responses", admission.responses());
		append(text, "server", admission.counters());
		endpoints(admission).forEach((key, counters) -> append(text, key, counters));
		return text.toString().trim();
	}

	private static void append(StringBuilder text, String key, Counters counters) {
		append(text, key + ".connections", counters.connections().count());
		append(text, key + ".upgraded", counters.upgraded().count());
		append(text, key + ".clients", counters.clients().size());
		append(text, key + ".idle",
				((Collection<?>) ReflectionTestUtils.getField(counters.idle(), "connections")).size());
	}

	private static void append(StringBuilder text, String name, int count) {
		if (count != 0) {
			text.append(name).append('=').append(count).append(' ');
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Counters> endpoints(ServerAdmission admission) {
		return (Map<String, Counters>) ReflectionTestUtils.getField(admission, "endpoints");
	}

}
