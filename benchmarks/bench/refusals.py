# Copyright 2026-present the original author or authors.
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#      https://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.

"""Open connections for some seconds and send one malformed request on each: refusals.py URL SECONDS

Not by wrk, which sends no malformed request that all servers refuse and close after. One process with some
connections at once; the answer must be 400, and the server must close."""

import selectors
import socket
import sys
import time
from urllib.parse import urlsplit

CONNECTIONS = 32
# No name of a field: refused by every server, and read to its end first.
REQUEST = b"GET /plaintext HTTP/1.1\r\nHost: a\r\nbad name: x\r\n\r\n"
STALLED_SECONDS = 5


def connect(address):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Ends with a reset, so that no port waits for a minute.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.connect(address)
    connection.sendall(REQUEST)
    connection.setblocking(False)
    return connection


def main(url, seconds):
    url = urlsplit(url)
    address = (url.hostname, url.port)
    selector = selectors.DefaultSelector()
    for _ in range(CONNECTIONS):
        selector.register(connect(address), selectors.EVENT_READ, b"")
    refused, errors = 0, 0
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        ready = selector.select(STALLED_SECONDS)
        if not ready:
            sys.exit(f"No answer, and no end of a connection, within {STALLED_SECONDS} s")
        for key, _ in ready:
            try:
                received = key.fileobj.recv(4096)
            except ConnectionError:
                received = b""
            if received:
                selector.modify(key.fileobj, selectors.EVENT_READ, key.data + received)
                continue
            refused += 1
            errors += not key.data.startswith(b"HTTP/1.1 400 ")
            selector.unregister(key.fileobj)
            key.fileobj.close()
            selector.register(connect(address), selectors.EVENT_READ, b"")
    elapsed = time.monotonic() - started
    print(f"{refused} connections in {elapsed:.3f} s, {errors} errors")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
