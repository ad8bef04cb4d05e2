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

package io.kestrel.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How fast the client has to take the response of a handler, instead of
 * {@code server.limits.min-response-data-rate} (240 bytes per second after 5 s by
 * default). Where the client is slower, the connection is reset.
 * <p>
 * On a method, a class or an interface of either, also through an annotation of your own;
 * what is on the method wins. Impossible values end the start of the application. Holds
 * on HTTP/1.1 only: on HTTP/2 the rate is one of the connection.
 *
 * @since 0.1.0
 * @see DisableMinResponseDataRate
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
public @interface MinResponseDataRate {

	/**
	 * Minimum number of bytes per second on average, from 1.
	 * @return the number of bytes
	 */
	long bytesPerSecond();

	/**
	 * Time in which nothing is asked of the client, more than one second, such as
	 * {@code 5s} or {@code 1500ms}; a plain number means seconds. May hold placeholders:
	 * {@code ${uploads.grace:10s}}.
	 * @return the time
	 */
	String gracePeriod() default "5s";

}
