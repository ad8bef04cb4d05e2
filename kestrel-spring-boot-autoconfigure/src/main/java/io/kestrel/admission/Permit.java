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

package io.kestrel.admission;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * What one connection counts as, from its acceptance to its end, when it gives everything
 * back. Event loop of the connection only.
 */
public final class Permit implements ChannelFutureListener {

	private static final AttributeKey<Permit> KEY = AttributeKey.valueOf(Permit.class, "permit");

	private final EndpointAdmission admission;

	private final @Nullable Long client;

	/** Whether it is only told that there is no room. */
	private final boolean overflow;

	/** Whether it counts as upgraded, or will. */
	private boolean reserved;

	/** Whether it no longer counts as one that was not. */
	private boolean upgraded;

	/**
	 * Whether all was given back. The application may still answer, and knows nothing of
	 * it.
	 */
	private boolean ended;

	private @Nullable IdleConnection connection;

	Permit(EndpointAdmission admission, @Nullable Long client, boolean overflow) {
		this.admission = admission;
		this.client = client;
		this.overflow = overflow;
	}

	static void give(Channel channel, Permit permit) {
		channel.attr(KEY).set(permit);
		channel.closeFuture().addListener(permit);
	}

	/**
	 * Return the permit of a connection.
	 * @param channel the connection
	 * @return its permit, {@code null} if nobody has counted it
	 */
	public static @Nullable Permit of(Channel channel) {
		return channel.attr(KEY).get();
	}

	/**
	 * Return whether there is no room for the connection, and it must be told.
	 * @return whether no request may come in
	 */
	public boolean isOverflow() {
		return this.overflow;
	}

	/**
	 * Let the connection be closed for another one while it waits for a request, if the
	 * endpoint is set to that.
	 * @param connection the connection
	 */
	public void watch(IdleConnection connection) {
		if (!this.overflow && !this.ended) {
			this.connection = connection;
			this.admission.watch(connection);
		}
	}

	/**
	 * Take a place among the upgraded connections, for a request that asks for it.
	 * @return whether there is one
	 */
	public boolean reserveUpgrade() {
		if (!this.reserved && !this.ended) {
			this.reserved = this.admission.reserveUpgrade();
		}
		return this.reserved || this.ended;
	}

	/**
	 * Give the place back: the request has ended and was no upgrade.
	 */
	public void cancelUpgrade() {
		if (this.reserved && !this.upgraded && !this.ended) {
			this.reserved = false;
			this.admission.releaseUpgrade();
		}
	}

	/**
	 * The connection speaks another protocol now, and leaves the count of the others.
	 */
	public void upgrade() {
		if (this.upgraded || this.overflow || this.ended) {
			return;
		}
		if (!this.reserved) {
			// By an application that writes the status itself: too late to be refused.
			this.reserved = true;
			this.admission.countUpgrade();
		}
		this.upgraded = true;
		this.admission.releaseConnection();
	}

	@Override
	public void operationComplete(ChannelFuture closed) {
		this.ended = true;
		if (this.connection != null) {
			this.admission.unwatch(this.connection);
		}
		if (this.overflow) {
			this.admission.releaseResponse();
			return;
		}
		if (this.reserved) {
			this.admission.releaseUpgrade();
		}
		// The client first: who waits for room must not meet its own old connection.
		this.admission.releaseClient(this.client);
		if (!this.upgraded) {
			this.admission.releaseConnection();
		}
	}

}
