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

"""The certificate of the TLS scenarios, and Spring Boot's properties for it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.processes import BenchmarkError

OPENSSL_SECONDS = 30


@dataclass(frozen=True)
class Tls:
    certificate: Path
    key: Path
    # How many server names have a certificate of their own beside the default one.
    names: int = 0

    def spring(self):
        """The certificate is a bundle in each case, so that starter and stock read it alike."""
        arguments = ["--server.ssl.bundle=web", *self.bundle("web")]
        for number in range(self.names):
            key = f"--server.ssl.server-name-bundles[{number}]"
            arguments += [f"{key}.server-name=name{number}.example", f"{key}.bundle=name{number}",
                          *self.bundle(f"name{number}")]
        return arguments

    def bundle(self, name):
        key = f"--spring.ssl.bundle.pem.{name}.keystore"
        return [f"{key}.certificate=file:{self.certificate}", f"{key}.private-key=file:{self.key}"]


def make(directory):
    """A self-signed certificate with a P-256 key, which most public servers have today."""
    tls = Tls(directory / "tls.crt", directory / "tls.key")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
               "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
               "-keyout", str(tls.key), "-out", str(tls.certificate)]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=OPENSSL_SECONDS)
    if result.returncode:
        raise BenchmarkError(f"openssl could not make a certificate:\n{result.stderr}")
    return tls
