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

package io.kestrel.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;
import io.kestrel.limits.TimeLimits;
import io.kestrel.time.Heartbeat;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.unit.DataSize;

/**
 * Makes limits of the properties below {@code server.limits} and
 * {@code server.endpoints.<name>.limits}, and collects what is wrong with them.
 */
final class LimitsReader {

	static final String GLOBAL = "server.limits";

	private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})%?");

	private final Function<String, ConfigurationKey> keys;

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	/**
	 * Create a reader.
	 * @param keys gives the key of a property, with its origin
	 */
	LimitsReader(Function<String, ConfigurationKey> keys) {
		this.keys = keys;
	}

	/**
	 * Read limits.
	 * @param prefix the name of the group of properties
	 * @param limits the properties
	 * @return what is set
	 */
	LimitOverrides read(String prefix, KestrelServerProperties.Limits limits) {
		Group group = new Group(prefix);
		group.set(Limit.MAX_REQUEST_BODY_SIZE, limits.maxRequestBodySize(), this::bodySize);
		group.set(Limit.MAX_REQUEST_LINE_SIZE, limits.maxRequestLineSize(), this::size);
		group.set(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE, limits.maxRequestHeadersTotalSize(), this::size);
		group.set(Limit.MAX_REQUEST_HEADER_COUNT, limits.maxRequestHeaderCount(), this::count);
		group.set(Limit.MAX_REQUESTS_PER_CONNECTION, limits.maxRequestsPerConnection(), this::countOrUnlimited);
		group.set(Limit.MAX_REQUEST_BUFFER_SIZE, limits.maxRequestBufferSize(), this::requestBuffer);
		group.set(Limit.MAX_RESPONSE_BUFFER_SIZE, limits.maxResponseBufferSize(), this::responseBuffer);
		group.set(Limit.KEEP_ALIVE_TIMEOUT, limits.keepAliveTimeout(), this::time);
		group.set(Limit.REQUEST_HEADERS_TIMEOUT, limits.requestHeadersTimeout(), this::time);
		KestrelServerProperties.MinDataRate request = limits.minRequestBodyDataRate();
		group.set(Limit.MIN_REQUEST_BODY_DATA_RATE, request.bytesPerSecond(), this::rate);
		group.set(Limit.MIN_REQUEST_BODY_DATA_RATE_GRACE_PERIOD, request.gracePeriod(), this::grace);
		KestrelServerProperties.MinDataRate response = limits.minResponseDataRate();
		group.set(Limit.MIN_RESPONSE_DATA_RATE, response.bytesPerSecond(), this::rate);
		group.set(Limit.MIN_RESPONSE_DATA_RATE_GRACE_PERIOD, response.gracePeriod(), this::grace);
		group.set(Limit.MAX_CONNECTION_AGE, limits.maxConnectionAge(), this::time);
		group.set(Limit.MAX_CONNECTION_AGE_JITTER, limits.maxConnectionAgeJitter(), this::percent);
		group.set(Limit.MAX_CONNECTION_AGE_GRACE, limits.maxConnectionAgeGrace(), this::time);
		readConnections(group, limits);
		readHttp2(group, limits.http2());
		return group.limits;
	}

	private void readHttp2(Group group, KestrelServerProperties.Http2 limits) {
		Http2LimitChecks checks = new Http2LimitChecks(this::refuse);
		group.set(Limit.HTTP2_MAX_STREAMS_PER_CONNECTION, limits.maxStreamsPerConnection(), this::count);
		group.set(Limit.HTTP2_HEADER_TABLE_SIZE, limits.headerTableSize(), checks::table);
		group.set(Limit.HTTP2_MAX_FRAME_SIZE, limits.maxFrameSize(), checks::frame);
		group.set(Limit.HTTP2_MAX_REQUEST_HEADER_FIELD_SIZE, limits.maxRequestHeaderFieldSize(), this::size);
		group.set(Limit.HTTP2_INITIAL_CONNECTION_WINDOW_SIZE, limits.initialConnectionWindowSize(), checks::window);
		group.set(Limit.HTTP2_INITIAL_STREAM_WINDOW_SIZE, limits.initialStreamWindowSize(), checks::window);
		group.set(Limit.HTTP2_KEEP_ALIVE_PING_DELAY, limits.keepAlivePingDelay(), checks::ping);
		group.set(Limit.HTTP2_KEEP_ALIVE_PING_TIMEOUT, limits.keepAlivePingTimeout(), checks::ping);
	}

	private void readConnections(Group group, KestrelServerProperties.Limits limits) {
		group.set(Limit.MAX_CONCURRENT_CONNECTIONS, limits.maxConcurrentConnections(), this::countOrUnlimited);
		group.set(Limit.MAX_CONCURRENT_UPGRADED_CONNECTIONS, limits.maxConcurrentUpgradedConnections(),
				this::countOrNone);
		group.set(Limit.MAX_CONCURRENT_CONNECTIONS_PER_CLIENT, limits.maxConcurrentConnectionsPerClient(),
				this::countOrUnlimited);
		group.set(Limit.CONNECTION_OVERFLOW, limits.connectionOverflow(), (name, overflow) -> overflow);
	}

	/**
	 * Read the properties of Spring Boot that mean the same as ours. They count only
	 * where somebody has set them: their defaults are others.
	 * @param binder gives their values
	 * @param ours what is set below {@code server.limits}
	 * @return what is set
	 */
	LimitOverrides readStock(Binder binder, KestrelServerProperties.Limits ours) {
		Stock stock = new Stock(binder);
		stock.set(Limit.MAX_REQUEST_LINE_SIZE, DataSize.class, ours.maxRequestLineSize(), this::size);
		stock.set(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE, DataSize.class, ours.maxRequestHeadersTotalSize(), this::size);
		stock.set(Limit.MAX_REQUESTS_PER_CONNECTION, Integer.class, ours.maxRequestsPerConnection(),
				this::countOrUnlimited);
		stock.set(Limit.KEEP_ALIVE_TIMEOUT, Duration.class, ours.keepAliveTimeout(), this::time);
		return stock.limits;
	}

	private @Nullable BodySizeLimit bodySize(String name, DataSize size) {
		if (size.toBytes() < BodySizeLimit.UNLIMITED) {
			this.problems.add(new ConfigurationProblem(this.keys.apply(name), size.toString(), "a size is not negative",
					"Write a size such as 30MB, 0 for no body at all, or -1 for no limit."));
			return null;
		}
		return new BodySizeLimit(size.toBytes(), name);
	}

	private @Nullable Integer size(String name, DataSize size) {
		if (size.toBytes() >= 1 && size.toBytes() <= Integer.MAX_VALUE) {
			return (int) size.toBytes();
		}
		return refuse(name, size, "it is not within 1 and " + Integer.MAX_VALUE + " bytes",
				"Write a size such as 16KB. This limit can be raised, but not lifted.");
	}

	private @Nullable Integer requestBuffer(String name, DataSize size) {
		return buffer(name, size, 1);
	}

	private @Nullable Integer responseBuffer(String name, DataSize size) {
		return buffer(name, size, 0);
	}

	private @Nullable Integer buffer(String name, DataSize size, int least) {
		long bytes = size.toBytes();
		if (bytes == ServerLimits.UNLIMITED || (bytes >= least && bytes <= Integer.MAX_VALUE)) {
			return (int) bytes;
		}
		return refuse(name, size, "it is not within " + least + " and " + Integer.MAX_VALUE + " bytes",
				"Write a size such as 64KB, or -1 for no limit.");
	}

	private @Nullable Integer count(String name, Integer count) {
		return (count >= 1) ? count : refuse(name, count, "it is less than 1",
				"Write a number such as 100. This limit can be raised, but not lifted.");
	}

	private @Nullable Integer countOrUnlimited(String name, Integer count) {
		return (count >= 1 || count == ServerLimits.UNLIMITED) ? count
				: refuse(name, count, "it is less than 1", "Write a number such as 1000, or -1 for no limit.");
	}

	private @Nullable Integer countOrNone(String name, Integer count) {
		return (count >= 0 || count == ServerLimits.UNLIMITED) ? count : refuse(name, count, "it is negative",
				"Write a number such as 1000, 0 for none at all, or -1 for no limit.");
	}

	private @Nullable Duration time(String name, Duration time) {
		if ((!time.isZero() && !time.isNegative()) || time.equals(TimeLimits.UNLIMITED)) {
			return time;
		}
		return refuse(name, time, "it is not more than zero", "Write a time such as 30s, or -1 for no limit.");
	}

	private @Nullable Long rate(String name, Long bytesPerSecond) {
		return (bytesPerSecond >= 1 || bytesPerSecond == ServerLimits.UNLIMITED) ? bytesPerSecond
				: refuse(name, bytesPerSecond, "it is less than 1",
						"Write a number of bytes per second such as 240, or -1 for any speed.");
	}

	private @Nullable Duration grace(String name, Duration time) {
		return (time.compareTo(Heartbeat.INTERVAL) > 0) ? time : refuse(name, time, "it is not more than one second",
				"Write a time such as 5s: the rate is looked at once a second.");
	}

	private @Nullable Integer percent(String name, String percent) {
		Matcher number = PERCENT.matcher(percent);
		int value = number.matches() ? Integer.parseInt(number.group(1)) : ServerLimits.UNLIMITED;
		return (value >= 0 && value <= 100) ? Integer.valueOf(value)
				: refuse(name, percent, "it is not within 0% and 100%", "Write whole per cent such as 10%.");
	}

	private <T> @Nullable T refuse(String name, Object value, String reason, String cure) {
		this.problems.add(new ConfigurationProblem(this.keys.apply(name), value.toString(), reason, cure));
		return null;
	}

	List<ConfigurationProblem> problems() {
		return this.problems;
	}

	/**
	 * Checks a value that is set.
	 *
	 * @param <P> what the property has
	 * @param <T> what the limit has
	 */
	@FunctionalInterface
	private interface Check<P, T> {

		@Nullable T check(String name, P value);

	}

	/**
	 * The properties of ours with one prefix.
	 */
	private static final class Group {

		private final String prefix;

		private LimitOverrides limits = LimitOverrides.NONE;

		private Group(String prefix) {
			this.prefix = prefix;
		}

		private <P, T> void set(Limit<T> limit, @Nullable P value, Check<P, T> check) {
			if (value != null) {
				this.limits = this.limits.with(limit, check.check(this.prefix + "." + limit.key(), value));
			}
		}

	}

	/**
	 * The properties of Spring Boot.
	 */
	private final class Stock {

		private final Binder binder;

		private LimitOverrides limits = LimitOverrides.NONE;

		private Stock(Binder binder) {
			this.binder = binder;
		}

		private <P, T> void set(Limit<T> limit, Class<P> type, @Nullable P ours, Check<P, T> check) {
			String name = Objects.requireNonNull(limit.stockKey());
			P value = this.binder.bind(name, type).orElse(null);
			if (value == null) {
				return;
			}
			if (ours != null && !value.equals(ours)) {
				refuse(name, value, "it means the same as " + GLOBAL + "." + limit.key() + "=" + ours,
						"Remove one of them, or write the same value.");
			}
			this.limits = this.limits.with(limit, check.check(name, value));
		}

	}

}
