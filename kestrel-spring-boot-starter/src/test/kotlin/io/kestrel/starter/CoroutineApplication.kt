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

package io.kestrel.starter

import io.kestrel.annotation.RequestSizeLimit
import io.kestrel.feature.MaxRequestBodySizeFeature
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.fold
import org.springframework.boot.autoconfigure.EnableAutoConfiguration
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.core.io.buffer.DataBuffer
import org.springframework.core.io.buffer.DataBufferUtils
import org.springframework.web.bind.annotation.PostMapping
import org.springframework.web.bind.annotation.RequestBody
import org.springframework.web.bind.annotation.RestController
import org.springframework.web.reactive.function.server.awaitBody
import org.springframework.web.reactive.function.server.bodyValueAndAwait
import org.springframework.web.reactive.function.server.coRouter
import org.springframework.web.reactive.function.server.ServerResponse

/**
 * An application in Kotlin, with handlers that are coroutines.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class CoroutineApplication {

	@PostMapping("/suspend")
	@RequestSizeLimit(50)
	suspend fun suspending(@RequestBody text: String): Int = text.length

	@PostMapping("/flow")
	@RequestSizeLimit(50)
	suspend fun flow(@RequestBody body: Flow<DataBuffer>): Int = body.fold(0) { sum, buffer ->
		val bytes = buffer.readableByteCount()
		DataBufferUtils.release(buffer)
		sum + bytes
	}

	@PostMapping("/feature")
	suspend fun feature(feature: MaxRequestBodySizeFeature, @RequestBody body: Flow<DataBuffer>): Int {
		feature.maxRequestBodySize = 50
		return flow(body)
	}

	@Bean
	fun routes() = coRouter {
		POST("/router") { ServerResponse.ok().bodyValueAndAwait(it.awaitBody<String>().length.toString()) }
	}

}
