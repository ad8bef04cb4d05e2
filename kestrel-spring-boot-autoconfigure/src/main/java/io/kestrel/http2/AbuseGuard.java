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

package io.kestrel.http2;

import io.kestrel.refusal.Refusal;
import io.kestrel.time.Heartbeat;
import io.netty.handler.codec.http2.Http2Error;

/**
 * Keeps account of what the frames of one client cost. Event loop only.
 */
final class AbuseGuard {

	/** The shortest message of gRPC: none that is shorter is worth a frame. */
	private static final int TINY = 5;

	private final FrameBudget budget;

	private final Heartbeat heartbeat;

	AbuseGuard(int maxStreams, Heartbeat heartbeat) {
		this.budget = new FrameBudget(maxStreams, heartbeat.number());
		this.heartbeat = heartbeat;
	}

	/**
	 * Fail if the client has wasted too much.
	 */
	void check() throws RefusedException {
		Refusal refusal = this.budget.overdrawn();
		if (refusal != null) {
			throw new RefusedException(refusal, Http2Error.ENHANCE_YOUR_CALM);
		}
	}

	/**
	 * A frame has come that costs something.
	 * @param cost what it costs
	 */
	void receive(FrameCost cost) throws RefusedException {
		this.budget.spend(cost, this.heartbeat.number());
		check();
	}

	/**
	 * A frame of a body has come.
	 * @param length its octets without padding
	 * @param end whether it is the last one
	 */
	void receiveData(int length, boolean end) throws RefusedException {
		if (end || length >= TINY) {
			this.budget.earn(FrameBudget.REQUEST_DATA);
			check();
		}
		else {
			receive((length == 0) ? FrameCost.EMPTY_DATA : FrameCost.TINY_DATA);
		}
	}

	/**
	 * A request has come.
	 */
	void receiveRequest() {
		this.budget.earn(FrameBudget.REQUEST);
	}

	/**
	 * The client resets a stream.
	 */
	void receiveReset() throws RefusedException {
		this.budget.spendReset(FrameBudget.RESET, this.heartbeat.number());
		check();
	}

	/**
	 * A frame of a response is sent.
	 * @param cut whether it would be longer if the client let it
	 */
	void sendData(boolean cut) {
		if (cut) {
			// What comes next will find out.
			this.budget.spend(FrameCost.CUT_DATA, this.heartbeat.number());
		}
		else {
			this.budget.earn(FrameBudget.RESPONSE_DATA);
		}
	}

	/**
	 * A response is complete.
	 */
	void sendEnd() {
		this.budget.earnReset();
	}

	/**
	 * The client makes us reset a stream.
	 * @param code why
	 */
	void receiveStreamError(Http2Error code) throws RefusedException {
		this.budget.spendReset((code == Http2Error.ENHANCE_YOUR_CALM) ? FrameBudget.OVERFLOW : FrameBudget.RESET,
				this.heartbeat.number());
		check();
	}

}
