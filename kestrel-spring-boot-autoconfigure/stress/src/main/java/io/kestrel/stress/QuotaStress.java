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

package io.kestrel.stress;

import io.kestrel.admission.Quota;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * What threads may do to {@link Quota}. Results are what each actor got, then the count.
 */
public final class QuotaStress {

	private QuotaStress() {
	}

	private static int one(boolean taken) {
		return taken ? 1 : 0;
	}

	/**
	 * Two threads want the last place.
	 */
	@JCStressTest
	@Outcome(id = { "1, 0, 1", "0, 1, 1" }, expect = Expect.ACCEPTABLE, desc = "One of them has it")
	@State
	public static class LastPlace {

		private final Quota quota = new Quota();

		@Actor
		public void first(III_Result result) {
			result.r1 = one(this.quota.tryAcquire(1));
		}

		@Actor
		public void second(III_Result result) {
			result.r2 = one(this.quota.tryAcquire(1));
		}

		@Arbiter
		public void count(III_Result result) {
			result.r3 = this.quota.count();
		}

	}

	/**
	 * One thread wants the only place while another gives it back.
	 */
	@JCStressTest
	@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "Too early")
	@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "In time")
	@State
	public static class ReleasedPlace {

		private final Quota quota = new Quota();

		public ReleasedPlace() {
			this.quota.acquire();
		}

		@Actor
		public void acquire(III_Result result) {
			result.r1 = one(this.quota.tryAcquire(1));
		}

		@Actor
		public void release(III_Result result) {
			this.quota.release();
			result.r2 = 1;
		}

		@Arbiter
		public void count(III_Result result) {
			result.r3 = this.quota.count();
		}

	}

	/**
	 * The limit is lowered to one while another thread still knows two.
	 */
	@JCStressTest
	@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "The lower limit came first")
	@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "The higher limit came first")
	@State
	public static class ChangedLimit {

		private final Quota quota = new Quota();

		@Actor
		public void lowered(III_Result result) {
			result.r1 = one(this.quota.tryAcquire(1));
		}

		@Actor
		public void old(III_Result result) {
			result.r2 = one(this.quota.tryAcquire(2));
		}

		@Arbiter
		public void count(III_Result result) {
			result.r3 = this.quota.count();
		}

	}

	/**
	 * One thread takes a place and gives it back, the other takes without a limit.
	 */
	@JCStressTest
	@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "There was room")
	@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "There was none")
	@State
	public static class WithoutLimit {

		private final Quota quota = new Quota();

		@Actor
		public void takeAndRelease(III_Result result) {
			boolean taken = this.quota.tryAcquire(1);
			if (taken) {
				this.quota.release();
			}
			result.r1 = one(taken);
		}

		@Actor
		public void acquire(III_Result result) {
			this.quota.acquire();
			result.r2 = 1;
		}

		@Arbiter
		public void count(III_Result result) {
			result.r3 = this.quota.count();
		}

	}

}
