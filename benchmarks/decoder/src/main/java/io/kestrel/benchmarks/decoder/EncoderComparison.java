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

import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmark, with JMH's options, and says how often as fast as Netty's the
 * encoder is. Ends with 1 if it is slower.
 */
public final class EncoderComparison {

	/** A body that nobody copies costs the same in both: the rest is noise. */
	private static final double LOWEST_RATIO = 0.95;

	private EncoderComparison() {
	}

	public static void main(String[] arguments) throws Exception {
		Collection<RunResult> results = new Runner(new OptionsBuilder().parent(new CommandLineOptions(arguments))
			.include(EncoderBenchmark.class.getSimpleName())
			.addProfiler(GCProfiler.class)
			.build()).run();
		Map<Answer, Map<Encoder, RunResult>> table = new EnumMap<>(Answer.class);
		for (RunResult result : results) {
			table
				.computeIfAbsent(Answer.valueOf(result.getParams().getParam("answer")),
						(key) -> new EnumMap<>(Encoder.class))
				.put(Encoder.valueOf(result.getParams().getParam("with")), result);
		}
		System.exit(print(table) ? 0 : 1);
	}

	private static boolean print(Map<Answer, Map<Encoder, RunResult>> table) {
		boolean enough = true;
		System.out.println("\n| answer | kestrel | netty | of netty |\n| --- | ---: | ---: | ---: |");
		for (Map.Entry<Answer, Map<Encoder, RunResult>> row : table.entrySet()) {
			RunResult ours = row.getValue().get(Encoder.KESTREL);
			RunResult netty = row.getValue().get(Encoder.NETTY);
			if (ours == null || netty == null) {
				continue;
			}
			double ratio = nanos(netty) / nanos(ours);
			enough &= ratio >= LOWEST_RATIO;
			System.out.printf(Locale.ROOT, "| %s | %.0f ns, %.0f B | %.0f ns, %.0f B | %.2f |%n",
					row.getKey().name().toLowerCase(Locale.ROOT), nanos(ours), bytes(ours), nanos(netty), bytes(netty),
					ratio);
		}
		System.out.println(enough ? "\nPassed" : "\nFAILED: below " + LOWEST_RATIO + " of netty");
		return enough;
	}

	private static double nanos(RunResult result) {
		return result.getPrimaryResult().getScore();
	}

	private static double bytes(RunResult result) {
		return result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
	}

}
