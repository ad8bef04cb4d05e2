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

package io.kestrel.sample;

import java.util.List;

import io.kestrel.feature.ServerAddressesFeature;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what the server knows about itself.
 */
@RestController
class ServerController {

	private final ServerAddressesFeature addresses;

	ServerController(ServerAddressesFeature addresses) {
		this.addresses = addresses;
	}

	@GetMapping("/api/addresses")
	List<String> addresses() {
		return this.addresses.getAddresses();
	}

}
