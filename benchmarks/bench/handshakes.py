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

"""Open TLS connections for some seconds, each with a whole handshake and one request: handshakes.py URL SECONDS PROCESSES

By openssl s_time -new, in several processes since one opens one connection after the other. Not by wrk: with
"Connection: close" it resumes its session (713 of 719 connections of openssl s_server), which costs the server no
signature. And not by h2load, which does not connect anew."""

import re
import socket
import ssl
import subprocess
import sys
import time
from urllib.parse import urlsplit

SPARE_SECONDS = 20


def expected_bytes(url):
    """The length of the answer to the very request of s_time, which shows none: look at one."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    address = (url.hostname, url.port)
    with context.wrap_socket(socket.create_connection(address, timeout=SPARE_SECONDS)) as connection:
        if connection.version() != "TLSv1.3":
            sys.exit(f"Not TLS 1.3 but {connection.version()}")
        connection.sendall(f"GET {url.path} HTTP/1.0\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    if b" 200 " not in answer.split(b"\r\n")[0] or not answer.endswith(b"Hello, World!"):
        sys.exit(f"Wrong answer: {answer!r}")
    return len(answer)


def main(url, seconds, processes):
    url = urlsplit(url)
    length = expected_bytes(url)
    command = ["openssl", "s_time", "-connect", url.netloc, "-new", "-tls1_3", "-www", url.path, "-time", str(seconds)]
    # s_time counts whole seconds, so the time is taken here.
    started = time.monotonic()
    children = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                 text=True) for _ in range(processes)]
    texts = [child.communicate(timeout=seconds + SPARE_SECONDS)[0] for child in children]
    elapsed = time.monotonic() - started
    connections, errors = 0, 0
    for child, text in zip(children, texts):
        result = re.search(r"^(\d+) connections in \d+ real seconds, (\d+) bytes read per connection", text, re.MULTILINE)
        if child.returncode or not result:
            errors += 1
            print(text[-500:], file=sys.stderr)
            continue
        connections += int(result[1])
        errors += int(result[2]) != length
    print(f"{connections} connections in {elapsed:.3f} s, {errors} errors")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
