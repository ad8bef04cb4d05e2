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

"""A good client beside an attacker, on a machine that both share with the server.

In life each has a machine of its own. Here the scheduler would make the good client wait for the attacker's process,
which says nothing of the server: so the good client goes before all others, and the attacker has what they leave,
which is still as much as it can use of two cores."""

import multiprocessing
import os
import time
from pathlib import Path

GOOD_PRIORITY, BAD_PRIORITY = -15, 19


def _set_priority(pid, value):
    # With autogroups, a session's share of the processor is that of its group, whatever the niceness of a process.
    try:
        Path(f"/proc/{pid}/autogroup").write_text(str(value))
        os.setpriority(os.PRIO_PROCESS, pid, value)
    except OSError:
        # Only root may go before others.
        pass


def step_back(pid):
    """Gives the session of an attacker the lowest priority."""
    _set_priority(pid, BAD_PRIORITY)


def percentile(values, part):
    return sorted(values)[int(len(values) * part)]


def _run(function, arguments, priority, results):
    os.setsid()
    _set_priority(os.getpid(), priority)
    function(*arguments, results)


class Beside:
    """A function in a process and session of its own. Its last argument is the queue for its only result."""

    def __init__(self, function, *arguments, priority):
        self.results = multiprocessing.Queue()
        self.child = multiprocessing.Process(target=_run, args=(function, arguments, priority, self.results),
                                             daemon=True)
        self.child.start()

    def outcome(self):
        value = self.results.get(timeout=120)
        self.child.join()
        return value


class GoodClient(Beside):
    """Runs until it is told to end. Its function takes the port, an event that is set at the end, and the queue."""

    def __init__(self, function, port):
        self.ended = multiprocessing.Event()
        super().__init__(function, port, self.ended, priority=GOOD_PRIORITY)

    def end(self):
        self.ended.set()
        return self.outcome()


class Attacker(Beside):
    """Has what the others leave."""

    def __init__(self, function, *arguments):
        super().__init__(function, *arguments, priority=BAD_PRIORITY)


def good_client(function, port, seconds):
    """What a good client saw in a time."""
    client = GoodClient(function, port)
    time.sleep(seconds)
    return client.end()
