"""Perch and its peers: each is started on a free port with a folder of its own and stopped by its process id."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from .process import ROOT, MeasureFailed, Unavailable, children, free_port

PEERS = os.path.join(ROOT, "Benchmarks", "peers")


class Server:
    """One running server. Use it as a context; `pids`, `port` and `folder` are there inside."""

    name = title = ""
    # What lets this server run its best in the fan-out: messages in flight, messages a batch, the receivers' nap.
    flow = {"window": 512, "batch": 64, "nap-ms": 0}

    def __init__(self, folder=None):
        self.keeps_folder = folder is not None
        self.folder = folder or tempfile.mkdtemp(prefix=f"perch-bench-{self.name}-")
        self.process = self.output = None
        self.port = 0

    @classmethod
    def check(cls):
        """Raises Unavailable where the server cannot be started."""

    def command(self):
        raise NotImplementedError

    def is_ready(self):
        """True once the server accepts connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def start(self, patience=30):
        """Starts the server and returns the seconds from exec until it was ready."""
        self.check()
        self.port = free_port()
        command = self.command()
        self.output = open(os.path.join(self.folder, "output.txt"), "ab")
        begin = time.monotonic()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output, cwd=self.folder
        )
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() - begin > patience:
                raise MeasureFailed(f"{self.title} did not start: {self.said()}")
            time.sleep(0.002)
        return time.monotonic() - begin

    def said(self):
        """The end of what the server printed."""
        with open(os.path.join(self.folder, "output.txt"), errors="replace") as file:
            return file.read()[-400:].strip()

    @property
    def pids(self):
        return [self.process.pid, *children(self.process.pid)]

    def end(self, how=signal.SIGTERM):
        """Ends the process and keeps its folder."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.output:
            self.output.close()

    def stop(self):
        self.end()
        if not self.keeps_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()


class Perch(Server):
    name, title = "perch", "Perch"
    binary = os.path.join(ROOT, ".build", "release", "perch")
    flow = {"window": 1024, "batch": 128, "nap-ms": 1}

    @classmethod
    def check(cls):
        if not os.access(cls.binary, os.X_OK):
            raise Unavailable(f"{cls.binary} is not there: run `make build` first, or name it with --perch")

    def command(self):
        data = os.path.join(self.folder, "data")
        return [self.binary, "serve", "--listen", f"127.0.0.1:{self.port}", "--data", data]

    def is_ready(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (http.client.HTTPException, OSError):
            return False
        finally:
            connection.close()


class UWebSockets(Server):
    name, title = "uws", "uWebSockets"
    python = os.path.join(ROOT, ".build", "venv-bench", "bin", "python")
    # It batches up to 32 messages a turn of its loop; more waiting ones make it send each by itself (20 times slower).
    flow = {"window": 64, "batch": 32, "nap-ms": 0}

    @classmethod
    def check(cls):
        if not os.path.exists(cls.python):
            raise Unavailable("socketify is not installed: run Benchmarks/setup")

    def command(self):
        return [self.python, os.path.join(PEERS, "uws.py"), str(self.port)]


class Nchan(Server):
    name, title = "nchan", "nchan"
    modules = "/usr/lib/nginx/modules"
    flow = {"window": 1024, "batch": 128, "nap-ms": 5}

    @classmethod
    def program(cls):
        return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")

    @classmethod
    def check(cls):
        if not cls.program() or not os.path.exists(f"{cls.modules}/ngx_nchan_module.so"):
            raise Unavailable("nginx with nchan is not installed: run Benchmarks/setup")

    def command(self):
        with open(os.path.join(PEERS, "nchan.conf")) as file:
            text = file.read().format(modules=self.modules, folder=self.folder, port=self.port)
        path = os.path.join(self.folder, "nginx.conf")
        with open(path, "w") as file:
            file.write(text)
        return [self.program(), "-p", self.folder, "-c", path, "-e", os.path.join(self.folder, "error.log")]


class Redis(Server):
    name, title = "redis", "Redis Streams"

    def __init__(self, folder=None, sync="always"):
        super().__init__(folder)
        self.sync = sync

    @classmethod
    def check(cls):
        if not shutil.which("redis-server"):
            raise Unavailable("redis-server is not installed: run Benchmarks/setup")

    def command(self):
        return [
            "redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder, "--save", "",
            "--appendonly", "yes", "--appendfsync", self.sync, "--auto-aof-rewrite-percentage", "0",
        ]  # fmt: skip

    def is_ready(self):
        """Redis accepts connections while it loads, and answers PING with an error until it serves."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False


ALL = {server.name: server for server in (Perch, UWebSockets, Nchan, Redis)}
