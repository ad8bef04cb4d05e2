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

package io.kestrel.connection;

import io.kestrel.admission.ServerAdmission;
import io.kestrel.refusal.Refusals;
import io.kestrel.time.Heartbeats;

/**
 * What all connections of a server share, whatever endpoint accepted them.
 *
 * @param refusals counts and logs what is refused
 * @param heartbeats drive the limits of time
 * @param admission counts the connections
 */
public record SharedState(Refusals refusals, Heartbeats heartbeats, ServerAdmission admission) {

	/**
	 * Return the state of a server that has no connection yet.
	 * @param heartbeats drive the limits of time
	 * @return the state
	 */
	public static SharedState create(Heartbeats heartbeats) {
		return new SharedState(new Refusals(), heartbeats, new ServerAdmission());
	}

}
