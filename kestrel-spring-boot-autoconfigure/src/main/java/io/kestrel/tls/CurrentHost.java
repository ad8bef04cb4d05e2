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

package io.kestrel.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.kestrel.certificate.CertificateBundle;
import io.kestrel.handshake.TlsHost;
import io.kestrel.https.ClientAuth;
import io.kestrel.https.Protocol;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The host of a server name as it is now: made anew whenever its certificate or what it
 * trusts changes. Handshakes that have begun go on with what they began with. A context
 * has session tickets of its own, so that those of a withdrawn certificate are worth
 * nothing.
 */
final class CurrentHost implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(CurrentHost.class);

	private final TlsHostRecipe recipe;

	private volatile @Nullable TlsHost host;

	private volatile CertificateNames names = CertificateNames.NONE;

	private volatile Set<Object> trusted = Set.of();

	private final List<CertificateBundle.Registration> registrations = new ArrayList<>();

	private CurrentHost(TlsHostRecipe recipe) {
		this.recipe = recipe;
	}

	static CurrentHost follow(TlsHostRecipe recipe) {
		CurrentHost current = new CurrentHost(recipe);
		recipe.sources().forEach(current::follow);
		try {
			current.make();
			return current;
		}
		catch (RuntimeException ex) {
			current.close();
			throw ex;
		}
	}

	private void follow(CertificateBundle bundle) {
		this.registrations.add(bundle.onUpdate((updated) -> renew()));
	}

	private synchronized void make() {
		this.host = this.recipe.make();
		this.names = CertificateNames.of(this.recipe.certificate().chain());
		this.trusted = this.recipe.trusted();
	}

	private void renew() {
		try {
			make();
		}
		catch (RuntimeException ex) {
			logger.error("The certificate of " + this.recipe.key() + " changed, and can't be used. "
					+ "Going on with the one before. " + ex.getMessage());
		}
	}

	TlsHost get() {
		return Objects.requireNonNull(this.host);
	}

	Set<CertificateBundle> certificates() {
		return this.recipe.sources();
	}

	boolean isNamed(String name) {
		return this.recipe.name().equals(name);
	}

	/**
	 * Return whether a client could be refused here that was let in elsewhere.
	 * @param other where it was let in, {@code null} if that is not known
	 * @return whether another certificate is asked for here, or one at all
	 */
	boolean asksMoreThan(@Nullable CurrentHost other) {
		return asksForCertificate()
				&& (other == null || this.recipe.clientAuth().compareTo(other.recipe.clientAuth()) > 0
						|| !this.trusted.equals(other.trusted));
	}

	boolean asksForCertificate() {
		return this.recipe.clientAuth() != ClientAuth.NONE;
	}

	/**
	 * Return whether the certificate is valid for a host.
	 * @param host the host in lower case
	 * @return whether it is
	 */
	boolean covers(String host) {
		return this.names.cover(host);
	}

	boolean isHttp2() {
		return this.recipe.protocols().contains(Protocol.HTTP2);
	}

	@Override
	public void close() {
		this.registrations.forEach(CertificateBundle.Registration::close);
	}

}
