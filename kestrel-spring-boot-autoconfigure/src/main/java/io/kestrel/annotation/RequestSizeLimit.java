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
 * How long the body of a request to a handler may be, instead of
 * {@code server.limits.max-request-body-size} (30,000,000 bytes by default). A longer
 * body is refused with {@code 413 Content Too Large} when the handler first reads it.
 * <p>
 * On a method, a class or an interface of either, also through an annotation of your own;
 * what is on the method wins. Exactly one of {@link #value()} and {@link #size()} is
 * required, else the application does not start.
 * <p>
 * Same as {@code [RequestSizeLimit]} of ASP.NET Core.
 *
 * @since 0.1.0
 * @see DisableRequestSizeLimit
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
public @interface RequestSizeLimit {

	/**
	 * The value of {@link #value()} that stands for nothing written.
	 */
	long UNSET = Long.MIN_VALUE;

	/**
	 * Maximum number of bytes of the body, from 0, which allows no body at all.
	 * @return the number of bytes
	 */
	long value() default UNSET;

	/**
	 * Maximum size of the body as text such as {@code 10MB} or {@code 512KB}, where a
	 * kilobyte has 1024 bytes. May hold placeholders: {@code ${uploads.max:10MB}}.
	 * @return the size, empty if {@link #value()} is used
	 */
	String size() default "";

}
