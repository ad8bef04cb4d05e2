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

"""The servers of the comparison: how each is started, and when it is ready."""

import http.client
import os
import shutil
import socket
import ssl
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Optional

from bench.processes import BenchmarkError, Process, free_port
from bench.tls import Tls

HERE = Path(__file__).resolve().parent.parent
APPLICATION = HERE / "app/target/benchmark-app.jar"
OPENSSL_APPLICATION = HERE / "app-openssl/target/benchmark-app-openssl.jar"
TOMCAT_APPLICATION = HERE / "app-tomcat/target/benchmark-app-tomcat.jar"
REAL_KESTREL = HERE.parent.parent / "shared/kestrel/run"
READY_SECONDS = 90

NGINX_CONFIGURATION = """\
daemon off;
master_process off;
worker_processes 1;
pid {directory}/nginx.pid;
error_log stderr;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    server {{
        listen 127.0.0.1:{port}{protocol};
        {certificate}
        location = /plaintext {{ default_type text/plain; return 200 "Hello, World!"; }}
        location = /json {{ default_type application/json; return 200 '{{"message":"Hello, World!"}}'; }}
    }}
}}
"""


@dataclass(frozen=True)
class Launch:
    """What a start needs to know."""
    port: int
    http2: bool
    directory: Path
    java: list
    # In front of every command, to pin it to cores.
    pinned: list
    # Clear text without.
    tls: Optional[Tls] = None

    @property
    def scheme(self):
        return "https" if self.tls else "http"


def spring(jar, *arguments):
    def command(launch):
        values = [argument.format(port=launch.port, scheme=launch.scheme) for argument in arguments]
        protocol = ["--server.http2.enabled=true"] if launch.http2 else []
        return [*launch.java, "-jar", str(jar), *values, *protocol, *(launch.tls.spring() if launch.tls else [])]
    return command


def four_endpoints(launch):
    urls = [f"http://127.0.0.1:{launch.port}", f"http://127.0.0.1:{free_port()}", f"http://localhost:{free_port()}",
            f"http://unix:{launch.directory}/kestrel-4.sock"]
    return spring(APPLICATION, "--server.urls=" + ";".join(urls))(launch)


def nginx(launch):
    configuration = launch.directory / f"nginx-{launch.port}.conf"
    configuration.write_text(NGINX_CONFIGURATION.format(
        port=launch.port, directory=launch.directory,
        protocol=(" ssl" if launch.tls else "") + (" http2" if launch.http2 else ""),
        certificate=f"ssl_certificate {launch.tls.certificate}; ssl_certificate_key {launch.tls.key};"
                    " ssl_protocols TLSv1.3;" if launch.tls else ""))
    return [nginx_program(), "-e", "stderr", "-p", str(launch.directory), "-c", str(configuration)]


def nginx_program():
    # Debian keeps it where the PATH of an ordinary user does not lead.
    return shutil.which("nginx", path=os.environ.get("PATH", os.defpath) + ":/usr/sbin:/usr/local/sbin")


def real_kestrel(launch):
    protocol = ["--Kestrel:EndpointDefaults:Protocols=Http2"] if launch.http2 else []
    certificate = [f"--Kestrel:Certificates:Default:Path={launch.tls.certificate}",
                   f"--Kestrel:Certificates:Default:KeyPath={launch.tls.key}"] if launch.tls else []
    return [str(REAL_KESTREL), "--urls", f"{launch.scheme}://127.0.0.1:{launch.port}", *protocol, *certificate]


def missing_nginx():
    return None if nginx_program() else "nginx is not installed (Debian: apt-get install nginx-light)"


def missing_real_kestrel():
    return None if REAL_KESTREL.exists() else f"{REAL_KESTREL} is not there"


@dataclass(frozen=True)
class Server:
    name: str
    description: str
    command: Callable
    missing: Callable = lambda: None
    # Compiles while it runs, so it has to be warmed up.
    compiles: bool = True
    # Answers HTTP/1.1 too on a clear port that speaks HTTP/2.
    http1_beside_http2: bool = True
    environment: Optional[dict] = None
    # Where it has a path of the scenarios by another name, and None where it has nothing of the kind.
    routes: dict = field(default_factory=dict)
    clear: bool = True
    tls: bool = True
    # Knows Spring Boot's properties for certificates by server name.
    names: bool = False

    def serves(self, scenario):
        return (self.tls if scenario.tls else self.clear) and self.routes.get(scenario.path, scenario.path) is not None

    def url(self, scenario, port):
        return f"{'https' if scenario.tls else 'http'}://127.0.0.1:{port}{self.routes.get(scenario.path, scenario.path)}"

    def start(self, launch):
        """Start it without waiting for it."""
        log = launch.directory / f"{self.name}-{launch.port}.log"
        return Process([*launch.pinned, *self.command(launch)], log, self.environment, launch.directory)

    def await_ready(self, process, launch):
        """Return the seconds from the start of the process to its first answer."""
        speaks_http1 = self.http1_beside_http2 or not launch.http2
        deadline = process.started + READY_SECONDS
        # The bare connect first: it costs the starting server next to nothing.
        while not (accepts(launch.port) and (not speaks_http1 or answers(launch))):
            process.check_alive()
            if time.monotonic() > deadline:
                raise BenchmarkError(f"{self.name} gave no answer within {READY_SECONDS} s, see {process.log}")
            time.sleep(0.004)
        return time.monotonic() - process.started


def answers(launch):
    connection = (http.client.HTTPSConnection("127.0.0.1", launch.port, timeout=5, context=trust_all())
                  if launch.tls else http.client.HTTPConnection("127.0.0.1", launch.port, timeout=5))
    try:
        connection.request("GET", "/plaintext")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def trust_all():
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


def all_servers(baseline=None):
    """Return the servers by name, in the order of the tables."""
    servers = [
        Server("kestrel", "WebFlux with the starter, one address",
               spring(APPLICATION, "--server.urls={scheme}://127.0.0.1:{port}"), names=True),
        Server("kestrel-openssl", "as kestrel, with netty-tcnative on the class path",
               spring(OPENSSL_APPLICATION, "--server.urls={scheme}://127.0.0.1:{port}"), clear=False, names=True),
        Server("kestrel-4", "the same with four endpoints (two addresses, localhost, a Unix socket); load goes to one",
               four_endpoints, tls=False),
        Server("stock", "the same jar with kestrel.enabled=false", spring(
            APPLICATION, "--kestrel.enabled=false", "--server.address=127.0.0.1", "--server.port={port}"),
               names=True),
        Server("stock-openssl", "as stock, with netty-tcnative on the class path", spring(
            OPENSSL_APPLICATION, "--kestrel.enabled=false", "--server.address=127.0.0.1", "--server.port={port}"),
               clear=False, names=True),
        Server("tomcat", "the same controller as Web MVC on Tomcat; its limit of 100 requests per connection is off",
               spring(TOMCAT_APPLICATION, "--server.address=127.0.0.1", "--server.port={port}",
                      "--server.tomcat.max-keep-alive-requests=-1")),
        Server("nginx", "one worker, `return 200` of the same bodies; cannot count what is sent to it", nginx,
               missing_nginx, compiles=False, http1_beside_http2=False, routes={"/length": None, "/count": None}),
        Server("real-kestrel", "ASP.NET Core's Kestrel with minimal APIs, no logging", real_kestrel,
               missing_real_kestrel, http1_beside_http2=False, environment={"QUIET": "1"},
               routes={"/length": "/count"}),
    ]
    if baseline:
        servers.insert(1, Server("baseline", f"as kestrel, from {baseline}",
                                 spring(Path(baseline).resolve(), "--server.urls={scheme}://127.0.0.1:{port}"), names=True))
    return {server.name: server for server in servers}
