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
 * decoder is. Ends with 1 if that is not enough.
 */
public final class DecoderComparison {

	private static final double LOWEST_RATIO = 1.2;

	private DecoderComparison() {
	}

	public static void main(String[] arguments) throws Exception {
		Collection<RunResult> results = new Runner(new OptionsBuilder().parent(new CommandLineOptions(arguments))
			.include(DecoderBenchmark.class.getSimpleName())
			.addProfiler(GCProfiler.class)
			.build()).run();
		Map<Traffic, Map<Decoder, RunResult>> table = new EnumMap<>(Traffic.class);
		for (RunResult result : results) {
			Traffic traffic = Traffic.valueOf(result.getParams().getParam("traffic"));
			table.computeIfAbsent(traffic, (key) -> new EnumMap<>(Decoder.class))
				.put(Decoder.valueOf(result.getParams().getParam("with")), result);
		}
		System.exit(print(table) ? 0 : 1);
	}

	private static boolean print(Map<Traffic, Map<Decoder, RunResult>> table) {
		boolean enough = true;
		System.out.println("\n| traffic | kestrel | netty | stock | of netty | of stock |\n"
				+ "| --- | ---: | ---: | ---: | ---: | ---: |");
		for (Traffic traffic : table.keySet()) {
			Map<Decoder, RunResult> row = table.get(traffic);
			if (row.size() < Decoder.values().length) {
				continue;
			}
			double ratio = nanos(row, Decoder.NETTY) / nanos(row, Decoder.KESTREL);
			enough &= ratio >= LOWEST_RATIO && bytes(row, Decoder.KESTREL) <= bytes(row, Decoder.NETTY);
			System.out.printf(Locale.ROOT, "| %s | %s | %s | %s | %.2f | %.2f |%n",
					traffic.name().toLowerCase(Locale.ROOT), cell(row, Decoder.KESTREL), cell(row, Decoder.NETTY),
					cell(row, Decoder.STOCK), ratio, nanos(row, Decoder.STOCK) / nanos(row, Decoder.KESTREL));
		}
		System.out.println(enough ? "\nPassed" : "\nFAILED: below " + LOWEST_RATIO + " of netty, or more bytes");
		return enough;
	}

	private static String cell(Map<Decoder, RunResult> row, Decoder decoder) {
		return String.format(Locale.ROOT, "%.0f ns, %.0f B", nanos(row, decoder), bytes(row, decoder));
	}

	private static double nanos(Map<Decoder, RunResult> row, Decoder decoder) {
		return row.get(decoder).getPrimaryResult().getScore();
	}

	private static double bytes(Map<Decoder, RunResult> row, Decoder decoder) {
		return row.get(decoder).getSecondaryResults().get("gc.alloc.rate.norm").getScore();
	}

}
