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

package io.kestrel.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Many clients that send something and leave at random, all in one thread.
 */
final class ConnectionStorm implements AutoCloseable {

	/** How many clients there are at once. */
	private static final int AT_ONCE = 200;

	/**
	 * How many clients go to a place before one of them waits for what the server does.
	 * Else those that have left would fill the backlog, and nobody were answered.
	 */
	private static final int AHEAD = 20;

	/** One client of TLS in so many finishes its handshake: that takes time. */
	private static final int WHOLE_HANDSHAKES = 16;

	/** How long there is silence until some lose patience. */
	private static final int PATIENCE_MILLIS = 20;

	private final Selector selector = Selector.open();

	private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

	/** In the order in which they came; some of them have left. */
	private final Set<Client> clients = new LinkedHashSet<>();

	private final Map<String, Integer> outcomes = new TreeMap<>();

	/** How many have gone to a place since the last that waited. */
	private final Map<Target, Integer> ahead = new HashMap<>();

	private final Random random;

	private final List<String> sources;

	private int open;

	ConnectionStorm(long seed, List<String> sources) throws IOException {
		this.random = new Random(seed);
		this.sources = sources;
	}

	/**
	 * Let clients come and go.
	 * @param targets where they go to
	 * @param count how many of them
	 * @param seconds for how long at most
	 * @return how many there were
	 */
	int run(List<Target> targets, int count, long seconds) throws IOException {
		long start = System.nanoTime();
		int done = 0;
		while (done < count && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
			for (int i = this.open; i < AT_ONCE && done < count; i++) {
				Target target = pick(targets);
				int ahead = this.ahead.merge(target, 1, Integer::sum);
				if (ahead <= AHEAD) {
					connect(target, ahead == AHEAD);
					done++;
				}
			}
			int events = this.selector.select(this::handle, PATIENCE_MILLIS);
			leave((client) -> client.heard != null);
			if (events == 0) {
				leave((client) -> true);
			}
		}
		return done;
	}

	/**
	 * Return what became of the clients.
	 * @return the first word they have heard, and how many have heard it
	 */
	Map<String, Integer> outcomes() {
		return this.outcomes;
	}

	private void connect(Target target, boolean waits) throws IOException {
		SocketChannel channel = SocketChannel.open();
		channel.configureBlocking(false);
		channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
		channel.bind(new InetSocketAddress(pick(this.sources), 0));
		Client client = waits ? new Client(channel, target.messages().get(1), Leave.CLOSE, Moment.ANSWERED, target)
				: new Client(channel, pick(target.messages()), pick(List.of(Leave.values())),
						pick(List.of(Moment.values())), null);
		if (!waits && target.tls() != null && this.random.nextInt(WHOLE_HANDSHAKES) == 0) {
			client.talk = target.tls().get();
		}
		this.open++;
		this.clients.add(client);
		channel.register(this.selector, SelectionKey.OP_CONNECT, client);
		channel.connect(target.address());
	}

	private <T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	/* The oldest first, to make room for a quarter of all. */
	private void leave(Predicate<Client> which) {
		Iterator<Client> oldest = this.clients.iterator();
		while (this.open > AT_ONCE * 3 / 4 && oldest.hasNext()) {
			Client client = oldest.next();
			if (!client.channel.isOpen()) {
				oldest.remove();
			}
			else if (client.awaited == null && which.test(client)) {
				end(client, "left");
				oldest.remove();
			}
		}
	}

	private void handle(SelectionKey key) {
		Client client = (Client) key.attachment();
		try {
			if (key.isConnectable()) {
				client.channel.finishConnect();
				key.interestOps(SelectionKey.OP_READ);
				client.channel.write(ByteBuffer.wrap((client.talk != null) ? client.talk.hello() : client.message));
				if (client.talk == null) {
					leaveAt(Moment.AT_ONCE, client);
				}
			}
			else {
				read(client);
			}
		}
		catch (IOException ex) {
			end(client, "reset");
		}
	}

	private void read(Client client) throws IOException {
		this.buffer.clear();
		if (client.channel.read(this.buffer) == -1) {
			end(client, "closed");
			return;
		}
		this.buffer.flip();
		if (client.talk != null) {
			talk(client);
			return;
		}
		if (client.heard == null) {
			client.heard = word(this.buffer);
		}
		leaveAt(Moment.ANSWERED, client);
	}

	/* At once is as soon as the handshake is over. */
	private void talk(Client client) throws IOException {
		byte[] reply = client.talk.receive(this.buffer);
		client.channel.write(ByteBuffer.wrap(reply));
		if (client.heard == null && client.talk.isComplete()) {
			client.heard = "TLS complete";
			leaveAt(Moment.AT_ONCE, client);
		}
		if (client.talk.text().startsWith("HTTP/1.1 ")) {
			client.heard = "TLS " + client.talk.text().substring(9, 12);
			leaveAt(Moment.ANSWERED, client);
		}
	}

	private static String word(ByteBuffer bytes) {
		String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
		if (text.startsWith("HTTP/1.1 ")) {
			return text.substring(9, 12);
		}
		return switch (text.charAt(0)) {
			case 0x15 -> "TLS alert";
			case 0x16 -> "TLS handshake";
			default -> "HTTP/2";
		};
	}

	private void leaveAt(Moment moment, Client client) throws IOException {
		if (client.moment != moment) {
			return;
		}
		if (client.leave == Leave.HALF_CLOSE) {
			client.channel.shutdownOutput();
		}
		else {
			end(client, "left");
		}
	}

	private void end(Client client, String otherwise) {
		this.outcomes.merge((client.heard != null) ? client.heard : otherwise, 1, Integer::sum);
		try {
			if (client.leave == Leave.RESET) {
				client.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
			}
			client.channel.close();
		}
		catch (IOException ex) {
			// It has ended already.
		}
		this.open--;
		if (client.awaited != null) {
			this.ahead.put(client.awaited, 0);
		}
	}

	@Override
	public void close() throws IOException {
		this.clients.stream().filter((client) -> client.channel.isOpen()).forEach((client) -> end(client, "left"));
		this.selector.close();
	}

	/**
	 * Where clients go to.
	 *
	 * @param address the address
	 * @param messages what they may say there, the second of which gets an answer
	 * @param tls makes those that finish a handshake, {@code null} if there are none
	 */
	record Target(InetSocketAddress address, List<byte[]> messages, Supplier<TlsTalk> tls) {

	}

	private enum Leave {

		CLOSE, RESET, HALF_CLOSE

	}

	private enum Moment {

		AT_ONCE, ANSWERED, LATE

	}

	private static final class Client {

		private final SocketChannel channel;

		private final byte[] message;

		private final Leave leave;

		private final Moment moment;

		/** Where nobody else goes until it has ended. */
		private final Target awaited;

		/** Of one that finishes a handshake. */
		private TlsTalk talk;

		private String heard;

		private Client(SocketChannel channel, byte[] message, Leave leave, Moment moment, Target awaited) {
			this.channel = channel;
			this.message = message;
			this.leave = leave;
			this.moment = moment;
			this.awaited = awaited;
		}

	}

}
