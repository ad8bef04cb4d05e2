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

package io.kestrel.benchmarks.decoder;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.ReferenceCountUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * From messages to the octets of buffers, which go nowhere.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3,
		jvmArgsAppend = { "-Xms512m", "-Xmx512m", "-Dio.netty.leakDetection.level=disabled", "-Djmh.executor=CUSTOM",
				"-Djmh.executor.class=io.kestrel.benchmarks.decoder.EventLoopThreads" })
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class EncoderBenchmark {

	private static final int ROUNDS_OF_ALL_KINDS = 3_000;

	/** What is answered. */
	@Param
	private Answer answer = Answer.PLAINTEXT;

	/** What encodes it. */
	@Param
	private Encoder with = Encoder.KESTREL;

	private Consumer<Object> encoder = ReferenceCountUtil::release;

	private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;

	/**
	 * Let the encoder see every kind of message.
	 * @param blackhole where buffers go
	 */
	@Setup
	public void setUp(Blackhole blackhole) {
		this.encoder = this.with.create((buffer) -> take(buffer, blackhole));
		boolean date = this.with == Encoder.NETTY;
		for (int round = 0; round < ROUNDS_OF_ALL_KINDS; round++) {
			for (Answer kind : Answer.values()) {
				kind.messages(kind.headers(date)).forEach(this.encoder);
			}
		}
		this.headers = this.answer.headers(date);
	}

	private static void take(Object buffer, Blackhole blackhole) {
		ReferenceCountUtil.release(buffer);
		blackhole.consume(buffer);
	}

	/**
	 * Encode.
	 */
	@Benchmark
	public void encode() {
		for (Object message : this.answer.messages(this.headers)) {
			this.encoder.accept(message);
		}
	}

}
