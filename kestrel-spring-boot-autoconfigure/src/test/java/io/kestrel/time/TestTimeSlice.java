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

package io.kestrel.time;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Slices of a time that a test makes.
 */
public final class TestTimeSlice {

	private TestTimeSlice() {
	}

	public static TimeSlice of(Duration length, LongSupplier nanoTime) {
		return new TimeSlice(length, nanoTime);
	}

}
