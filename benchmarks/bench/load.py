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

"""The scenarios, and one measurement of one server under one of them."""

import re
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from bench.processes import BenchmarkError, cpu_micros, machine_micros

BROWSER = Path(__file__).with_name("browser.lua")
PIPELINE = Path(__file__).with_name("pipeline.lua")
POST = Path(__file__).with_name("post.lua")
HANDSHAKES = Path(__file__).with_name("handshakes.py")
REFUSALS = Path(__file__).with_name("refusals.py")
# Sizes of the bodies that are sent.
SMALL, LARGE = 10_000, 1_000_000
CHECK_SECONDS = 20
MICROS = {"us": 1, "ms": 1_000, "s": 1_000_000, "m": 60_000_000}


@dataclass(frozen=True)
class Load:
    """What a load tool reports."""
    requests: int
    seconds: float
    errors: int
    p50_micros: float = None
    p99_micros: float = None


@dataclass(frozen=True)
class Sample:
    requests_per_second: float
    cpu_micros_per_request: float
    errors: int
    # Share of the machine that neither the server nor the load tool used.
    others_percent: float
    p50_micros: float = None
    p99_micros: float = None


def wrk(script=None, argument=None, connections=64):
    def command(url, seconds):
        # Latency means little where sixteen requests are sent at once.
        options = [] if script == PIPELINE else ["--latency"]
        options += ["-s", str(script)] if script else []
        arguments = ["--", str(argument)] if script else []
        return ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *options, url, *arguments]
    return command


def h2load(sent=0, streams=32):
    def command(url, seconds):
        body = ["-d", body_file(sent).name, "-H", "content-type: application/octet-stream"] if sent else []
        return ["h2load", "-t1", "-c16", f"-m{streams}", "-D", str(seconds), *body, url]
    return command


def handshakes(processes):
    def command(url, seconds):
        return [sys.executable, str(HANDSHAKES), url, str(seconds), str(processes)]
    return command


def refusals(url, seconds):
    return [sys.executable, str(REFUSALS), url, str(seconds)]


@lru_cache
def body_file(size):
    """A file to send, which is gone at the end of the run."""
    file = tempfile.NamedTemporaryFile(prefix="kestrel-bench-")
    file.write(b"x" * size)
    file.flush()
    return file


@dataclass(frozen=True)
class Scenario:
    name: str
    description: str
    path: str
    command: callable
    parse: callable
    http2: bool = False
    # Bytes of the body that is sent: the right answer is their number.
    sent: int = 0
    tls: bool = False
    # A new connection for each request.
    handshakes: bool = False
    # Such a load needs Python only.
    scripted: bool = False

    @property
    def tool(self):
        return sys.executable if self.scripted else "h2load" if self.http2 else "openssl" if self.handshakes else "wrk"

    @property
    def servers(self):
        """How the servers are started: scenarios with the same have them in common."""
        return self.http2, self.tls

    def missing(self):
        # The certificate is made by openssl.
        tools = {self.tool: "nghttp2-client" if self.http2 else self.tool,
                 **({"nghttp": "nghttp2-client"} if self.http2 and self.sent else {}),
                 **({"openssl": "openssl"} if self.tls else {})}
        return next((f"{tool} is not installed (Debian: apt-get install {package})"
                     for tool, package in tools.items() if not shutil.which(tool)), None)

    def run(self, url, seconds, pinned=()):
        try:
            result = subprocess.run([*pinned, *self.command(url, seconds)], stdin=subprocess.DEVNULL,
                                    capture_output=True, text=True, timeout=seconds + 30, start_new_session=True)
        except subprocess.TimeoutExpired:
            raise BenchmarkError(f"{self.tool} did not end within {seconds + 30} s in {self.name}") from None
        if result.returncode:
            raise BenchmarkError(f"{self.tool} failed with {result.returncode}:\n{result.stdout}{result.stderr}")
        return self.parse(result.stdout)

    def measure(self, process, url, seconds, pinned=()):
        process.check_alive()
        if self.http2 and self.sent:
            self.check_answer(url)
        machine, server, client = machine_micros(), cpu_micros(process.pid), children_micros()
        load = self.run(url, seconds, pinned)
        process.check_alive()
        server = cpu_micros(process.pid) - server
        client = children_micros() - client
        others = machine_micros() - machine - server - client
        if not load.requests:
            raise BenchmarkError(f"No request was answered in {self.name}, see {process.log}")
        return Sample(load.requests / load.seconds, server / load.requests, load.errors,
                      max(0.0, others / (load.seconds * 10_000)), load.p50_micros, load.p99_micros)

    def check_answer(self, url):
        """h2load counts the bytes of the answers but shows none: look at one."""
        command = ["nghttp", "-t", str(CHECK_SECONDS), "-d", body_file(self.sent).name,
                   "-H", "content-type: application/octet-stream", url]
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                timeout=CHECK_SECONDS + 10)
        if result.stdout != str(self.sent):
            raise BenchmarkError(f"Wrong answer in {self.name}: {result.stdout!r}, not '{self.sent}'")


def children_micros():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return int((usage.ru_utime + usage.ru_stime) * 1_000_000)


def parse_wrk(text):
    total = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m),", text)
    if not total:
        raise BenchmarkError(f"Cannot read the output of wrk:\n{text}")
    failures = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    errors = sum(map(int, failures.groups())) if failures else 0
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    errors += int(refused.group(1)) if refused else 0
    return Load(int(total.group(1)), micros(total, 2) / 1_000_000, errors, *(
        micros(re.search(rf"^\s+{percentile}%\s+([\d.]+)(us|ms|s|m)\s*$", text, re.MULTILINE), 1)
        for percentile in (50, 99)))


def parse_wrk_posts(text):
    """Read what wrk and post.lua say."""
    wrong = re.search(r"^Wrong answers: (\d+)$", text, re.MULTILINE)
    if not wrong:
        raise BenchmarkError(f"Nobody looked at the answers that wrk got:\n{text}")
    load = parse_wrk(text)
    return replace(load, errors=load.errors + int(wrong.group(1)))


def parse_handshakes(text):
    result = re.search(r"^(\d+) connections in ([\d.]+) s, (\d+) errors$", text, re.MULTILINE)
    if not result:
        raise BenchmarkError(f"Cannot read the output of {HANDSHAKES.name}:\n{text}")
    return Load(int(result[1]), float(result[2]), int(result[3]))


def micros(match, group):
    return float(match.group(group)) * MICROS[match.group(group + 1)] if match else None


def parse_h2load(text, sent=0):
    """Read what h2load says. Where the answer is the number of bytes sent, all together must be as long as that."""
    finished = re.search(r"finished in ([\d.]+)(us|ms|s|m), ([\d.]+) req/s", text)
    # Those in flight when the time is over count as started, not as failed.
    requests = re.search(r"(\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout", text)
    codes = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", text)
    received = re.search(r"\((\d+)\) data", text)
    if not (finished and requests and codes and (received or not sent)):
        raise BenchmarkError(f"Cannot read the output of h2load:\n{text}")
    succeeded, failed, _, timeout = map(int, requests.groups())
    load = Load(succeeded, micros(finished, 1) / 1_000_000, failed + timeout + sum(map(int, codes.groups()[1:])))
    # A few bytes more are those of answers that were not complete at the end.
    if sent and not load.errors and round(int(received.group(1)) / max(1, succeeded)) != len(str(sent)):
        raise BenchmarkError(f"The answers are not as long as '{sent}':\n{text}")
    return load


SCENARIOS = {scenario.name: scenario for scenario in (
    Scenario("plaintext", "GET /plaintext, 13 bytes, keep-alive: `wrk -t1 -c64`", "/plaintext", wrk(), parse_wrk),
    Scenario("browser", "the same with a browser's 12 header fields: `wrk -t1 -c64` with `bench/browser.lua`",
             "/plaintext", wrk(BROWSER, "-"), parse_wrk),
    Scenario("pipelined", "plaintext, 16 requests sent at once: `wrk -t1 -c64` with `bench/pipeline.lua`",
             "/plaintext", wrk(PIPELINE, 16), parse_wrk),
    Scenario("refusals", "a new connection with one malformed request each, answered with 400 and closed:"
             " `bench/refusals.py`, 32 at once", "/plaintext", refusals, parse_handshakes, scripted=True),
    Scenario("json", "GET /json, a serialized object of 27 bytes, keep-alive: `wrk -t1 -c64`", "/json", wrk(),
             parse_wrk),
    Scenario("post", "POST of 10,000 bytes that the handler takes as a `byte[]`, keep-alive: `wrk -t1 -c64` with"
             " `bench/post.lua`", "/length", wrk(POST, SMALL), parse_wrk_posts, sent=SMALL),
    Scenario("upload", "POST of 1,000,000 bytes that the handler counts as they come, keep-alive: `wrk -t1 -c16` with"
             " `bench/post.lua`", "/count", wrk(POST, LARGE, connections=16), parse_wrk_posts, sent=LARGE),
    Scenario("h2c", "GET /plaintext over HTTP/2 without TLS, by prior knowledge: `h2load -t1 -c16 -m32`",
             "/plaintext", h2load(), parse_h2load, http2=True),
    Scenario("h2c-one", "the same with one stream at a time: `h2load -t1 -c16 -m1`",
             "/plaintext", h2load(streams=1), parse_h2load, http2=True),
    Scenario("h2", "GET /plaintext over HTTP/2 and TLS 1.3: `h2load -t1 -c16 -m32`", "/plaintext", h2load(),
             parse_h2load, http2=True, tls=True),
    Scenario("h2-one", "the same with one stream at a time: `h2load -t1 -c16 -m1`", "/plaintext", h2load(streams=1),
             parse_h2load, http2=True, tls=True),
    Scenario("h2c-post", "POST of 10,000 bytes as in post, over HTTP/2 without TLS: `h2load -t1 -c16 -m32 -d`",
             "/length", h2load(SMALL), partial(parse_h2load, sent=SMALL), http2=True, sent=SMALL),
    Scenario("tls", "GET /plaintext over TLS 1.3 and HTTP/1.1, keep-alive: `wrk -t1 -c64`", "/plaintext", wrk(),
             parse_wrk, tls=True),
    Scenario("tls-handshake", "new connections with a whole TLS 1.3 handshake (P-256, no resumption), each for one GET"
             " /plaintext: four of `openssl s_time -new`", "/plaintext", handshakes(4), parse_handshakes, tls=True,
             handshakes=True),
)}
