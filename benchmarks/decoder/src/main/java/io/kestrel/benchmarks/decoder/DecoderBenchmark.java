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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
 * From the octets of a direct buffer to messages, which go nowhere.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3,
		jvmArgsAppend = { "-Xms512m", "-Xmx512m", "-Dio.netty.leakDetection.level=disabled", "-Djmh.executor=CUSTOM",
				"-Djmh.executor.class=io.kestrel.benchmarks.decoder.EventLoopThreads" })
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecoderBenchmark {

	private static final int ROUNDS_OF_ALL_KINDS = 3_000;

	/** What is sent. */
	@Param
	private Traffic traffic = Traffic.WRK;

	/** What decodes it. */
	@Param
	private Decoder with = Decoder.KESTREL;

	private ByteBuf[] pieces = {};

	private Consumer<ByteBuf> decoder = ReferenceCountUtil::release;

	/**
	 * Prepare the octets, and let the decoder see every kind of message, in pieces too.
	 * @param blackhole where messages go
	 */
	@Setup
	public void setUp(Blackhole blackhole) {
		this.decoder = this.with.create((message) -> take(message, blackhole));
		List<ByteBuf> kinds = new ArrayList<>();
		for (String text : Requests.ALL_KINDS) {
			int middle = text.length() / 2;
			kinds.add(direct(text.getBytes(StandardCharsets.US_ASCII)));
			kinds.add(direct(text.substring(0, middle).getBytes(StandardCharsets.US_ASCII)));
			kinds.add(direct(text.substring(middle).getBytes(StandardCharsets.US_ASCII)));
		}
		for (int round = 0; round < ROUNDS_OF_ALL_KINDS; round++) {
			feed(kinds.toArray(ByteBuf[]::new));
		}
		this.pieces = this.traffic.pieces().stream().map(DecoderBenchmark::direct).toArray(ByteBuf[]::new);
	}

	private static ByteBuf direct(byte[] octets) {
		return Unpooled.directBuffer(octets.length).writeBytes(octets);
	}

	private static void take(Object message, Blackhole blackhole) {
		ReferenceCountUtil.release(message);
		blackhole.consume(message);
	}

	/**
	 * Decode.
	 */
	@Benchmark
	public void decode() {
		feed(this.pieces);
	}

	private void feed(ByteBuf[] pieces) {
		for (ByteBuf piece : pieces) {
			this.decoder.accept(piece.retainedDuplicate());
		}
	}

}
