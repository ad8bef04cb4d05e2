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

package io.kestrel;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the house: which package may use which, and what belongs in one place.
 */
class ArchitectureTests {

	private static final String ROOT = "io.kestrel";

	private static final String[] NETTY = { "io.netty", "reactor.netty" };

	private static final String[] SPRING = { "org.springframework" };

	private static final String[] BOOT = { "org.springframework.boot" };

	private static final String[] WEBFLUX = { "org.springframework.web.reactive" };

	private static final String[] MICROMETER = { "io.micrometer" };

	/**
	 * The dependency table of the design: what each package may use of ours, and what of
	 * others it never uses. A package has a row as soon as it has a class.
	 */
	private static final List<Room> HOUSE = List.of(
	// @formatter:off
		room("address")      .uses()                                               .never(NETTY, SPRING, MICROMETER),
		room("limits")       .uses()                                               .never(NETTY, SPRING, MICROMETER),
		room("annotation")   .uses()                                               .never(NETTY, SPRING, MICROMETER),
		room("configuration").uses()                                               .never(NETTY, SPRING, MICROMETER),
		room("feature")      .uses("limits")                                       .never(BOOT, MICROMETER),
		room("https")        .uses("configuration")                                .never(NETTY, SPRING, MICROMETER),
		room("endpoint")     .uses("address", "configuration", "https", "limits")  .never(NETTY, SPRING, MICROMETER),
		room("certificate")  .uses("configuration", "https")                       .never(NETTY, WEBFLUX, MICROMETER),
		room("time")         .uses()                                               .never(NETTY, SPRING, MICROMETER),
		room("timing")       .uses("limits")                                       .never(NETTY, SPRING, MICROMETER),
		room("refusal")      .uses()                                               .never(NETTY, SPRING, MICROMETER),
		room("http")         .uses("refusal", "time")                              .never(SPRING, MICROMETER),
		room("handshake")    .uses("https", "refusal", "time", "timing")      .never(BOOT, WEBFLUX, MICROMETER),
		room("tls")          .uses("certificate", "configuration", "endpoint", "handshake", "https", "time").never(WEBFLUX, MICROMETER),
		room("proxy")        .uses()                                               .never(NETTY, SPRING, MICROMETER),
		room("admission")    .uses("limits", "refusal")                            .never(SPRING, MICROMETER),
		room("http2")        .uses("http", "limits", "refusal", "time")                .never(SPRING, MICROMETER),
		room("connection")   .uses("address", "admission", "feature", "handshake", "http", "http2", "limits", "refusal", "time", "timing").never(BOOT, WEBFLUX, MICROMETER),
		room("binding")      .uses("address", "configuration", "endpoint")         .never(WEBFLUX, MICROMETER),
		room("server")       .uses("address", "admission", "binding", "certificate", "configuration", "tls", "connection", "endpoint", "feature", "handshake", "http", "http2", "https", "limits", "proxy", "refusal", "time").never(WEBFLUX, MICROMETER),
		room("web")          .uses("annotation", "feature", "limits")              .never(NETTY, BOOT, MICROMETER),
		room("autoconfigure").uses("address", "binding", "certificate", "configuration", "connection", "endpoint", "feature", "https", "limits", "proxy", "server", "time", "web").never()
	// @formatter:on
	);

	/** What reads a clock, besides now() of java.time. */
	private static final List<String> CLOCKS = List.of("java.lang.System.nanoTime(",
			"java.lang.System.currentTimeMillis(", "java.util.Date.<init>()", "java.util.Calendar.getInstance(",
			"java.time.Clock.system", "java.time.Clock.tick");

	/** What waits for time to pass. */
	private static final List<String> WAITS = List.of("java.lang.Thread.sleep(", "java.util.concurrent.TimeUnit.sleep(",
			"java.util.concurrent.locks.LockSupport.parkNanos(", "java.util.concurrent.locks.LockSupport.parkUntil(",
			"reactor.core.publisher.Mono.delay", "reactor.core.publisher.Flux.delay",
			"reactor.core.publisher.Flux.interval(");

	private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	private static final JavaClasses TESTS = new ClassFileImporter().withImportOption(Predefined.ONLY_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void thereAreNoPackageCycles() {
		slices().matching("(**)").should().beFreeOfCycles().check(MAIN);
	}

	@Test
	void everyPackageHasItsRow() {
		assertThat(packages().map(JavaPackage::getName))
			.containsExactlyInAnyOrderElementsOf(HOUSE.stream().map(Room::packageName).toList());
	}

	@ParameterizedTest
	@FieldSource("HOUSE")
	void packageUsesNothingOfOursButItsRow(Room room) {
		noClasses().that()
			.resideInAPackage(room.packageName())
			.should()
			.dependOnClassesThat(anyOfOursExcept(room))
			.because("the table of the design says so")
			.check(MAIN);
	}

	@ParameterizedTest
	@FieldSource("HOUSE")
	void packageUsesNothingOfOthersThatItsRowForbids(Room room) {
		noClasses().that()
			.resideInAPackage(room.packageName())
			.should()
			.dependOnClassesThat(below(room.forbidden()))
			.because("the table of the design says so")
			.check(MAIN);
	}

	@Test
	void nobodyButTimeReadsAClockOrWaits() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".time..")
			.should()
			.accessTargetWhere(isOneOf(CLOCKS))
			.orShould()
			.accessTargetWhere(isNowOfJavaTime())
			.orShould()
			.accessTargetWhere(isOneOf(WAITS))
			.because("time is an argument, so that tests can set it")
			.check(MAIN);
	}

	@Test
	void testsDoNotWait() {
		noClasses().should()
			.accessTargetWhere(isOneOf(WAITS))
			.because("a test that waits is slow or flaky")
			.check(TESTS);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.check(MAIN);
	}

	@Test
	void beanMethodsArePackagePrivate() {
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(MAIN);
	}

	@Test
	void packagesAreNullMarked() {
		assertThat(packages()).isNotEmpty()
			.allSatisfy((candidate) -> assertThat(candidate.isAnnotatedWith(NullMarked.class)).as(candidate.getName())
				.isTrue());
	}

	private static Stream<JavaPackage> packages() {
		return MAIN.getPackage(ROOT)
			.getSubpackagesInTree()
			.stream()
			.filter((candidate) -> !candidate.getClasses().isEmpty());
	}

	private static DescribedPredicate<JavaClass> anyOfOursExcept(Room room) {
		return DescribedPredicate.describe("are ours and not of " + room.allowed(),
				(type) -> isBelow(type, ROOT) && !type.getPackageName().equals(room.packageName())
						&& room.allowed().stream().noneMatch((name) -> isBelow(type, ROOT + "." + name)));
	}

	private static DescribedPredicate<JavaClass> below(List<String> packages) {
		return DescribedPredicate.describe("are of " + packages,
				(type) -> packages.stream().anyMatch((name) -> isBelow(type, name)));
	}

	private static boolean isBelow(JavaClass type, String packageName) {
		return (type.getPackageName() + ".").startsWith(packageName + ".");
	}

	private static DescribedPredicate<JavaAccess<?>> isOneOf(List<String> targets) {
		return DescribedPredicate.describe("is one of " + targets,
				(access) -> targets.stream().anyMatch(access.getTarget().getFullName()::startsWith));
	}

	private static DescribedPredicate<JavaAccess<?>> isNowOfJavaTime() {
		return DescribedPredicate.describe("is now() of java.time",
				(access) -> access.getName().equals("now") && isBelow(access.getTargetOwner(), "java.time"));
	}

	private static Room room(String name) {
		return new Room(name, Set.of(), List.of());
	}

	/**
	 * A row of the table.
	 *
	 * @param name name of the package
	 * @param allowed what it may use of ours
	 * @param forbidden what it never uses of others
	 */
	record Room(String name, Set<String> allowed, List<String> forbidden) {

		Room uses(String... rooms) {
			return new Room(this.name, Set.of(rooms), this.forbidden);
		}

		Room never(String[]... packages) {
			return new Room(this.name, this.allowed, Stream.of(packages).flatMap(Stream::of).toList());
		}

		String packageName() {
			return ROOT + "." + this.name;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
