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
from dataclasses import dataclass
from pathlib import Path

from bench.processes import BenchmarkError, cpu_micros, machine_micros

PIPELINE = Path(__file__).with_name("pipeline.lua")
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


def wrk(path, *pipeline):
    def command(port, seconds):
        # Latency means little where sixteen requests are sent at once.
        options = ["-s", str(PIPELINE)] if pipeline else ["--latency"]
        arguments = ["--", *pipeline] if pipeline else []
        return ["wrk", "-t1", "-c64", f"-d{seconds}s", *options, f"http://127.0.0.1:{port}{path}", *arguments]
    return command


def h2load(path):
    def command(port, seconds):
        return ["h2load", "-t1", "-c16", "-m32", "-D", str(seconds), f"http://127.0.0.1:{port}{path}"]
    return command


@dataclass(frozen=True)
class Scenario:
    name: str
    description: str
    command: callable
    parse: callable
    http2: bool = False

    @property
    def tool(self):
        return "h2load" if self.http2 else "wrk"

    def missing(self):
        if shutil.which(self.tool):
            return None
        package = "nghttp2-client" if self.http2 else "wrk"
        return f"{self.tool} is not installed (Debian: apt-get install {package})"

    def run(self, port, seconds, pinned=()):
        try:
            result = subprocess.run([*pinned, *self.command(port, seconds)], stdin=subprocess.DEVNULL,
                                    capture_output=True, text=True, timeout=seconds + 30, start_new_session=True)
        except subprocess.TimeoutExpired:
            raise BenchmarkError(f"{self.tool} did not end within {seconds + 30} s in {self.name}") from None
        if result.returncode:
            raise BenchmarkError(f"{self.tool} failed with {result.returncode}:\n{result.stdout}{result.stderr}")
        return self.parse(result.stdout)

    def measure(self, process, port, seconds, pinned=()):
        process.check_alive()
        machine, server, client = machine_micros(), cpu_micros(process.pid), children_micros()
        load = self.run(port, seconds, pinned)
        process.check_alive()
        server = cpu_micros(process.pid) - server
        client = children_micros() - client
        others = machine_micros() - machine - server - client
        if not load.requests:
            raise BenchmarkError(f"No request was answered in {self.name}, see {process.log}")
        return Sample(load.requests / load.seconds, server / load.requests, load.errors,
                      max(0.0, others / (load.seconds * 10_000)), load.p50_micros, load.p99_micros)


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


def micros(match, group):
    return float(match.group(group)) * MICROS[match.group(group + 1)] if match else None


def parse_h2load(text):
    finished = re.search(r"finished in ([\d.]+)(us|ms|s|m), ([\d.]+) req/s", text)
    # Those in flight when the time is over count as started, not as failed.
    requests = re.search(r"(\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout", text)
    codes = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", text)
    if not (finished and requests and codes):
        raise BenchmarkError(f"Cannot read the output of h2load:\n{text}")
    succeeded, failed, _, timeout = map(int, requests.groups())
    return Load(succeeded, micros(finished, 1) / 1_000_000, failed + timeout + sum(map(int, codes.groups()[1:])))


SCENARIOS = {scenario.name: scenario for scenario in (
    Scenario("plaintext", "GET /plaintext, 13 bytes, keep-alive: `wrk -t1 -c64`", wrk("/plaintext"), parse_wrk),
    Scenario("pipelined", "the same, 16 requests sent at once: `wrk -t1 -c64` with `bench/pipeline.lua`",
             wrk("/plaintext", "16"), parse_wrk),
    Scenario("json", "GET /json, a serialized object of 27 bytes, keep-alive: `wrk -t1 -c64`", wrk("/json"),
             parse_wrk),
    Scenario("h2c", "GET /plaintext over HTTP/2 without TLS, by prior knowledge: `h2load -t1 -c16 -m32`",
             h2load("/plaintext"), parse_h2load, http2=True),
)}
