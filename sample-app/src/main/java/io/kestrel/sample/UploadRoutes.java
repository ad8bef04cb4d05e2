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

import io.kestrel.web.RequestSizeLimits;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * An upload without a controller.
 */
@Configuration(proxyBeanMethods = false)
class UploadRoutes {

	@Bean
	RouterFunction<ServerResponse> functionalUpload() {
		return RouterFunctions.route()
			.POST("/api/uploads/functional",
					(request) -> Receipt.of(request.body(BodyExtractors.toDataBuffers()))
						.flatMap(ServerResponse.ok()::bodyValue))
			.filter(RequestSizeLimits.limit(DataSize.ofMegabytes(2)))
			.build();
	}

}
