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

"""What was measured, as Markdown."""

import datetime
import os
import platform
import subprocess
from statistics import median

REFERENCE = "stock"


def speed(sample):
    return sample.requests_per_second


def cost(sample):
    return sample.cpu_micros_per_request


def ratios(samples, value):
    """Each round against stock in the same round, so that a slow minute of the machine hits both sides."""
    reference = samples.get(REFERENCE, [])
    return {name: [value(sample) / value(other) for sample, other in zip(own, reference)]
            for name, own in samples.items() if reference}


def load_table(samples):
    """A row for each server: medians of all rounds."""
    speeds, costs = ratios(samples, speed), ratios(samples, cost)
    lines = ["| server | requests/s | **ratio to stock** | lowest - highest | CPU µs/request | ratio to stock "
             "| p50 ms | p99 ms | errors |",
             "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for name, rounds in samples.items():
        own = speeds.get(name)
        lines.append("| " + " | ".join([
            name, f"{median(map(speed, rounds)):,.0f}",
            f"**{median(own):.3f}**" if own else "-", f"{min(own):.3f} - {max(own):.3f}" if own else "-",
            f"{median(map(cost, rounds)):.2f}", f"{median(costs[name]):.3f}" if own else "-",
            milliseconds(sample.p50_micros for sample in rounds), milliseconds(sample.p99_micros for sample in rounds),
            str(sum(sample.errors for sample in rounds))]) + " |")
    return lines


def rounds_list(samples):
    """All requests/s, in the order of the rounds."""
    return [f"- {name}: " + " ".join(f"{speed(sample):.0f}" for sample in rounds) for name, rounds in samples.items()]


def milliseconds(values):
    known = [value for value in values if value is not None]
    return f"{median(known) / 1000:.2f}" if known else "-"


def start_differences(starts):
    """Milliseconds over stock, each start against stock's of the same round."""
    reference = starts.get(REFERENCE, [])
    return {name: median((own.seconds - other.seconds) * 1000 for own, other in zip(times, reference))
            for name, times in starts.items() if reference}


def start_table(starts):
    difference = start_differences(starts)
    lines = ["| server | ms to the first answer | lowest - highest | **over stock** | resident MB then |",
             "| --- | ---: | ---: | ---: | ---: |"]
    for name, rounds in starts.items():
        times = [start.seconds * 1000 for start in rounds]
        over = f"**{difference[name]:+.0f}**" if name in difference else "-"
        lines.append(f"| {name} | {median(times):.0f} | {min(times):.0f} - {max(times):.0f} | {over} "
                     f"| {median(start.megabytes for start in rounds):.0f} |")
    return lines


def others_percent(loads):
    """Median share of one core that other processes took."""
    values = [sample.others_percent for samples in loads.values() for rounds in samples.values() for sample in rounds]
    return median(values) if values else 0.0


def machine(java, directory, nginx):
    """Facts without which the figures mean nothing."""
    return [
        ("date", datetime.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z")),
        ("revision", revision(directory)),
        ("machine", f"{os.cpu_count()} cores, {processor()}, Linux {platform.release()}"),
        ("load average at the start", " ".join(f"{value:.2f}" for value in os.getloadavg())),
        ("Java", first_line([java[0], "-version"]) + ", " + " ".join(java[1:])),
        ("tools", ", ".join(filter(None, (first_line(["wrk", "-v"]).split(" Copyright")[0],
                                          first_line(["h2load", "--version"]),
                                          first_line([nginx, "-v"]) if nginx else None)))),
    ]


def processor():
    with open("/proc/cpuinfo") as lines:
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def revision(directory):
    described = first_line(["git", "-C", directory, "describe", "--always", "--dirty"])
    return "unknown" if described.startswith("fatal") else described


def first_line(command):
    try:
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return next(iter((result.stdout or result.stderr).splitlines()), "").strip()
