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

"""Processes of this benchmark, and what /proc knows about them and the machine."""

import os
import signal
import socket
import subprocess
import time

TICK_MICROS = 1_000_000 // os.sysconf("SC_CLK_TCK")
STOP_SECONDS = 10
# Below the kernel's usual range for outgoing connections: the load tool can't take one of ours.
PORTS = iter(range(21000 + os.getpid() % 4000, 32000))


class BenchmarkError(Exception):
    """Ends the run with a message for the user."""


def free_port():
    for port in PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise BenchmarkError("No free port below 32000.")


class Process:
    """A child in a session of its own, ended by its pid and never by a name."""

    def __init__(self, command, log, environment=None, directory=None):
        self.log = log
        self.started = time.monotonic()
        with open(log, "wb") as output:
            self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output,
                                          stderr=subprocess.STDOUT, cwd=directory, start_new_session=True,
                                          env={**os.environ, **(environment or {})})
        self.pid = self.child.pid

    def check_alive(self):
        if self.child.poll() is not None:
            with open(self.log, errors="replace") as log:
                tail = "".join(log.readlines()[-15:])
            raise BenchmarkError(f"{self.child.args[0]} ended with {self.child.returncode}:\n{tail}")

    def stop(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.child.poll() is None:
                self.child.send_signal(number)
                try:
                    self.child.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    continue

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.stop()


def cpu_micros(pid):
    """User and system time of a process with all its threads, in microseconds."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_MICROS


def resident_megabytes(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:"))


def machine_micros():
    """Time all cores were busy, in microseconds."""
    with open("/proc/stat") as stat:
        user, nice, system, _, _, interrupt, soft, steal = map(int, stat.readline().split()[1:9])
    return (user + nice + system + interrupt + soft + steal) * TICK_MICROS
