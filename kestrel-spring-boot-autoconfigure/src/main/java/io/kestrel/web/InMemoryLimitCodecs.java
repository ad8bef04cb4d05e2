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

package io.kestrel.web;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.codec.DataBufferDecoder;
import org.springframework.http.codec.DecoderHttpMessageReader;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;

/**
 * Makes all readers of request bodies say which property to set when a body is longer
 * than what they hold in memory.
 *
 * @since 0.1.0
 */
public final class InMemoryLimitCodecs implements BeanPostProcessor {

	private final Set<InMemoryLimit> warned = ConcurrentHashMap.newKeySet();

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof ServerCodecConfigurer configurer) ? new Configurer(configurer, this.warned) : bean;
	}

	/**
	 * The application's configurer, but for its readers.
	 *
	 * @param delegate the application's configurer
	 * @param warned the limits that were logged
	 */
	private record Configurer(ServerCodecConfigurer delegate,
			Set<InMemoryLimit> warned) implements ServerCodecConfigurer {

		@Override
		public List<HttpMessageReader<?>> getReaders() {
			return this.delegate.getReaders().stream().<HttpMessageReader<?>>map(this::explaining).toList();
		}

		private HttpMessageReader<?> explaining(HttpMessageReader<?> reader) {
			// Buffers are passed on as they come, many of them, and never held.
			boolean holdsNothing = reader instanceof DecoderHttpMessageReader<?> decoding
					&& decoding.getDecoder() instanceof DataBufferDecoder;
			return holdsNothing ? reader : new InMemoryLimitReader<>(reader, this.warned);
		}

		@Override
		public List<HttpMessageWriter<?>> getWriters() {
			return this.delegate.getWriters();
		}

		@Override
		public ServerDefaultCodecs defaultCodecs() {
			return this.delegate.defaultCodecs();
		}

		@Override
		public CustomCodecs customCodecs() {
			return this.delegate.customCodecs();
		}

		@Override
		public void registerDefaults(boolean registerDefaults) {
			this.delegate.registerDefaults(registerDefaults);
		}

		@Override
		public ServerCodecConfigurer clone() {
			return new Configurer(this.delegate.clone(), this.warned);
		}

	}

}
