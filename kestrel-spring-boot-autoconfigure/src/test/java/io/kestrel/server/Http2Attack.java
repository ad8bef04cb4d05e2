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

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

import io.kestrel.refusal.Refusal;
import io.kestrel.testing.Http2Frames;

/**
 * What clients of HTTP/2 do to a server: octets without end, in rounds, and how the
 * server must answer. {@code /index.html} is answered never, and does not read its body;
 * {@code /} reads it.
 */
enum Http2Attack {

	RAPID_RESET(11, Refusal.TOO_MANY_RESETS) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.getIndex(stream(number)).reset(stream(number));
		}
	},

	RAPID_RESET_OF_QUICK_ANSWERS(11, Refusal.TOO_MANY_RESETS) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.get(stream(number)).reset(stream(number));
		}
	},

	RAPID_RESET_OF_UPLOADS(11, Refusal.TOO_MANY_RESETS) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.postIndex(stream(number)).data(stream(number), 100, false).reset(stream(number));
		}
	},

	RAPID_RESET_OF_UPLOADS_THAT_ARE_READ(11, Refusal.TOO_MANY_RESETS) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.post(stream(number)).data(stream(number), 100, false).reset(stream(number));
		}
	},

	WINDOW_OVERFLOW_OF_STREAMS(11, Refusal.TOO_MANY_RESETS) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.getIndex(stream(number)).windowUpdate(stream(number), Integer.MAX_VALUE);
		}
	},

	WRONG_CONTENT_LENGTH(11, Refusal.DIFFERENT_LENGTH, Refusal.TOO_MANY_RESETS) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.postIndex(stream(number), "content-length:5").data(stream(number), 10, true);
		}
	},

	STREAMS_BEYOND_THE_LIMIT(11, Refusal.TOO_MANY_RESETS) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.getIndex(stream(number));
		}
	},

	DATA_AFTER_END(5, Refusal.HTTP2_VIOLATED) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.getIndex(stream(number)).data(stream(number), 10, false);
		}
	},

	STREAM_DEPENDS_ON_ITSELF(1, Refusal.HTTP2_VIOLATED) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.frame(2, 0, stream(number), Arrays.copyOf(Http2Frames.number(stream(number)), 5));
		}
	},

	SMALL_CONTINUATIONS(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			if (number == 0) {
				frames.headers(1, 0, Http2Frames.block(0x82, 0x84));
			}
			frames.frame(9, 0, 1);
		}
	},

	PING_FLOOD(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.frame(6, 0, 0, new byte[8]);
		}
	},

	SETTINGS_FLOOD(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.frame(4, 0, 0);
		}
	},

	WINDOWS_THAT_FLAP(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			if (number < 100) {
				frames.getIndex(stream(number));
			}
			frames.setting(4, (number % 2 == 0) ? 0 : 1 << 20);
		}
	},

	PRIORITY_FLOOD(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.frame(2, 0, stream(number), new byte[5]);
		}
	},

	WINDOW_UPDATE_FLOOD(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.windowUpdate(0, 1);
		}
	},

	EMPTY_DATA_FLOOD(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			if (number == 0) {
				frames.postIndex(1);
			}
			frames.data(1, 0, false);
		}
	},

	PADDING_FLOOD(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			if (number == 0) {
				frames.postIndex(1);
			}
			frames.frame(0, 0x8, 1, new byte[] { 3, 0, 0, 0 });
		}
	},

	DATA_OF_ONE_OCTET(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			if (number == 0) {
				frames.postIndex(1);
			}
			frames.data(1, 1, false);
		}
	},

	WINDOW_OF_ONE_OCTET(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			if (number == 0) {
				frames.setting(4, 0).get(1);
			}
			frames.windowUpdate(1, 1);
		}
	},

	UNKNOWN_FRAMES(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.frame(0x20, 0, 0, new byte[10]);
		}
	},

	GOAWAY_FLOOD(11, Refusal.TOO_MANY_USELESS_FRAMES) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.frame(7, 0, 0, new byte[8]);
		}
	},

	LARGE_CONTINUATIONS(1, Refusal.HTTP2_VIOLATED) {
		@Override
		void add(Http2Frames frames, int number) {
			if (number == 0) {
				frames.headers(1, 0, Http2Frames.block(0x82, 0x84));
			}
			frames.frame(9, 0, 1, new byte[16_000]);
		}
	},

	HPACK_BOMB(1, Refusal.HEADERS_TOO_LARGE) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.headers(stream(number), Http2Frames.END_STREAM | Http2Frames.END_HEADERS, bomb());
		}
	},

	FIELDS_WITHOUT_NAMES(9, Refusal.INVALID_FIELD_NAME) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.headers(stream(number), Http2Frames.END_STREAM | Http2Frames.END_HEADERS, fields(0, 0, 0));
		}
	},

	FIELDS_WITHOUT_VALUES(1, Refusal.TOO_MANY_HEADERS) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.headers(stream(number), Http2Frames.END_STREAM | Http2Frames.END_HEADERS, fields(0, 1, 'a', 0));
		}
	},

	/** A table of 4096 octets is allocated, and thrown away, by four octets. */
	TABLE_SIZE_UPDATES(9, Refusal.HTTP2_VIOLATED) {
		@Override
		void add(Http2Frames frames, int number) {
			byte[] block = new byte[16_000];
			for (int i = 0; i < block.length; i += 4) {
				System.arraycopy(new byte[] { 0x20, 0x3f, (byte) 0xe1, 0x1f }, 0, block, i, 4);
			}
			frames.headers(stream(number), Http2Frames.END_STREAM | Http2Frames.END_HEADERS, block);
		}
	},

	/** Eight characters of five octets. */
	HUFFMAN_STRINGS(1, Refusal.HEADERS_TOO_LARGE) {
		@Override
		void add(Http2Frames frames, int number) {
			if (number == 0) {
				// Of 60,000 octets.
				byte[] value = { 0, 1, 'a', (byte) 0xff, (byte) 0xe1, (byte) 0xd3, 3 };
				frames.headers(1, Http2Frames.END_STREAM, concat(Http2Frames.block(0x82, 0x84), value));
			}
			frames.frame(9, (number == 3) ? Http2Frames.END_HEADERS : 0, 1, new byte[15_000]);
		}
	},

	WINDOW_UPDATE_BY_NOTHING(1, Refusal.HTTP2_VIOLATED) {
		@Override
		void add(Http2Frames frames, int number) {
			frames.getIndex(stream(number)).windowUpdate(stream(number), 0);
		}
	};

	/** Of the GOAWAY. */
	private final int code;

	private final List<Refusal> refusals;

	Http2Attack(int code, Refusal... refusals) {
		this.code = code;
		this.refusals = List.of(refusals);
	}

	int code() {
		return this.code;
	}

	List<Refusal> refusals() {
		return this.refusals;
	}

	/**
	 * Return the octets of a round over TLS.
	 */
	byte[] secureRound(int round) {
		byte[] octets = round(round);
		for (int i = 2; i < octets.length; i++) {
			// The scheme, behind method and path.
			if ((octets[i] & 0xff) == 0x86 && (octets[i - 1] & 0xfe) == 0x84 && (octets[i - 2] & 0xfe) == 0x82) {
				octets[i]++;
			}
		}
		return octets;
	}

	/**
	 * Return the octets of a round.
	 */
	byte[] round(int round) {
		Http2Frames frames = new Http2Frames();
		for (int i = 0; i < 50; i++) {
			add(frames, round * 50 + i);
		}
		return frames.toByteArray();
	}

	abstract void add(Http2Frames frames, int number);

	private static int stream(int number) {
		return 2 * number + 1;
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

	/* The same field 4000 times. */
	private static byte[] fields(int... field) {
		byte[] head = Http2Frames.block(0x82, 0x84);
		byte[] block = Arrays.copyOf(head, head.length + 4000 * field.length);
		for (int i = head.length; i < block.length; i++) {
			block[i] = (byte) field[(i - head.length) % field.length];
		}
		return block;
	}

	/* A field of 3900 octets, once in full and then by its number. */
	private static byte[] bomb() {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		block.writeBytes(Http2Frames.block(0x82, 0x84));
		block.writeBytes(new byte[] { 0x40, 1, 'a', 0x7f, (byte) (3900 - 127 & 0x7f | 0x80), (3900 - 127) >> 7 });
		byte[] value = new byte[3900];
		Arrays.fill(value, (byte) 'a');
		block.writeBytes(value);
		byte[] again = new byte[12_000];
		Arrays.fill(again, (byte) 0xbe);
		block.writeBytes(again);
		return block.toByteArray();
	}

}
