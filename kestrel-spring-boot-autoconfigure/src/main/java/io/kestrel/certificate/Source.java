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

package io.kestrel.certificate;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a certificate comes from. Can be loaded again and again.
 */
interface Source {

	/**
	 * Load and check.
	 * @return what was loaded
	 * @throws io.kestrel.configuration.InvalidConfigurationException if it can't be used
	 */
	Material load();

	/**
	 * Return the files to watch.
	 * @return absolute paths
	 */
	List<Path> files();

	/**
	 * Return the name of the SSL bundle that it takes from Spring Boot.
	 * @return the name, empty if it reads files only
	 */
	default String bundleName() {
		return "";
	}

}
