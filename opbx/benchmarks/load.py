"""A load generator of raw sockets and epoll in a process of its own, so that its CPU is in nobody's figures.

`offer` starts it and waits; the process itself imports the standard library only. Every answer is looked at: one with
another status or without the expected text is no success, however fast it came.
"""

from __future__ import annotations

import errno
import http.client
import itertools
import json
import os
import secrets
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
# Stands in a request where each one sent must differ: replaced by as many hexadecimal digits.
UNIQUE = "UNIQUE--UNIQUE--"
# How long answers are waited for after the last request.
PATIENCE_SECONDS = 20.0
BUFFER = 65_536
CONTENT_TYPE = "application/json"


@dataclass(frozen=True)
class Request:
    """One POST; UNIQUE may stand in the values of headers and in the body."""

    path: str
    body: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Job:
    """What to send: the requests in turn, from `connections` callers that wait for their answer, or at a fixed rate.

    rate: requests a second; each is sent when it is due, whatever became of those before (an open loop), and its
        latency counts from then. 0: every caller sends its next request when it has its answer (a closed loop).
    first: where in the requests to begin. expects: what every right answer contains.
    """

    port: int
    requests: list[Request]
    seconds: float
    keep_alive: bool
    connections: int = 16
    rate: float = 0.0
    expects: str = "<Response>"
    first: int = 0


@dataclass
class Result:
    """seconds: from the first request to the last answer; latencies in milliseconds. wrong: an example of one."""

    seconds: float = 0.0
    answered: int = 0
    failed: int = 0
    wrong: str = ""
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    slowest: float = 0.0
    own_microseconds: float = 0.0  # CPU of the load generator for each request

    @property
    def per_second(self) -> float:
        return self.answered / self.seconds if self.seconds else 0.0


def offer(job: Job) -> Result:
    """Run the job in another process; raises CalledProcessError when that process breaks."""
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name], input=json.dumps(asdict(job)).encode(), stdout=subprocess.PIPE,
        cwd=ROOT, check=True,
    )  # fmt: skip
    return Result(**json.loads(done.stdout))


def ask(port: int, request: Request) -> str:
    """Send one request on a connection of its own and return the answer; raises RuntimeError when it is not 200."""
    digits = secrets.token_hex(len(UNIQUE) // 2)
    headers = {name: value.replace(UNIQUE, digits) for name, value in request.headers.items()}
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE_SECONDS)
    try:
        body = request.body.replace(UNIQUE, digits).encode()
        connection.request("POST", request.path, body, {"Content-Type": CONTENT_TYPE, **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{request.path} answered {answer.status}: {text[:500]}")
    return text


@dataclass(slots=True, eq=False)
class _Caller:
    socket: socket.socket
    is_fresh: bool = True
    message: bytes = b""
    due: int = 0  # nanoseconds
    received: bytes = b""


@dataclass
class _Client:
    """Sends requests on any number of connections and gathers what became of them."""

    job: Job
    latencies: list[int] = field(default_factory=list)
    idle: list[_Caller] = field(default_factory=list)
    busy: dict[int, _Caller] = field(default_factory=dict)
    result: Result = field(default_factory=Result)

    def __post_init__(self) -> None:
        self.epoll = select.epoll()
        self.known: dict[int, _Caller] = {}
        self.messages = _messages(self.job)
        self.expected = self.job.expects.encode()

    def closed_loop(self) -> None:
        end = time.perf_counter_ns() + int(self.job.seconds * 1e9)
        for _ in range(self.job.connections):
            self.send(next(self.messages), time.perf_counter_ns())
        while self.busy:
            for _ in range(self.receive(PATIENCE_SECONDS)):
                now = time.perf_counter_ns()
                if now < end:
                    self.send(next(self.messages), now)

    def open_loop(self) -> None:
        began = time.perf_counter_ns()
        for number in range(round(self.job.seconds * self.job.rate)):
            due = began + int(number * 1e9 / self.job.rate)
            while (left := due - time.perf_counter_ns()) > 0:
                # epoll counts in milliseconds; the rest is slept, which is exact enough and costs no CPU.
                if left > 1_500_000:
                    self.receive(left // 1_000_000 / 1000)
                elif not self.receive(0):
                    time.sleep(min(left, 100_000) / 1e9)
            self.receive(0)
            self.send(next(self.messages), due)
        while self.busy:
            self.receive(PATIENCE_SECONDS)

    def send(self, message: bytes, due: int) -> None:
        caller = self.idle.pop() if self.idle else self.connect()
        caller.message, caller.due, caller.received = message, due, b""
        self.busy[caller.socket.fileno()] = caller
        try:
            caller.socket.sendall(message)
        except OSError:
            self.lost(caller)

    def connect(self) -> _Caller:
        caller = _Caller(socket.create_connection((LOOPBACK, self.job.port), timeout=PATIENCE_SECONDS))
        caller.socket.settimeout(0)
        caller.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.known[caller.socket.fileno()] = caller
        self.epoll.register(caller.socket.fileno(), select.EPOLLIN)
        return caller

    def receive(self, seconds: float) -> int:
        """Read what has come; returns how many requests are over, right or wrong."""
        over = 0
        events = self.epoll.poll(seconds)
        if not events and seconds >= PATIENCE_SECONDS:
            self.result.failed += len(self.busy)
            self.busy.clear()
        for fileno, _ in events:
            caller = self.known.get(fileno)
            if caller is not None:
                over += self.read(caller)
        return over

    def read(self, caller: _Caller) -> bool:
        try:
            data = caller.socket.recv(BUFFER)
        except OSError as error:
            if error.errno in {errno.EAGAIN, errno.EINTR}:
                return False
            data = b""
        if not data:
            return self.lost(caller)
        caller.received += data
        if not _is_whole(caller.received):
            return False
        self.over(caller)
        return True

    def over(self, caller: _Caller) -> None:
        answer = caller.received
        if answer[9:12] == b"200" and self.expected in answer:
            self.latencies.append(time.perf_counter_ns() - caller.due)
        else:
            self.result.failed += 1
            self.result.wrong = self.result.wrong or answer[-500:].decode("utf-8", "replace")
        del self.busy[caller.socket.fileno()]
        caller.is_fresh = False
        if self.job.keep_alive and b"\r\nconnection: close" not in answer[:600].lower():
            self.idle.append(caller)
        else:
            self.drop(caller)

    def lost(self, caller: _Caller) -> bool:
        """The server closed: of an idle connection that is its right, and a request that met it is sent once more."""
        was_busy = self.busy.pop(caller.socket.fileno(), None) is not None
        if caller in self.idle:
            self.idle.remove(caller)
        self.drop(caller)
        if not was_busy:
            return False
        if not caller.is_fresh and not caller.received:
            self.send(caller.message, caller.due)
            return False
        self.result.failed += 1
        self.result.wrong = self.result.wrong or "The server closed the connection."
        return True

    def drop(self, caller: _Caller) -> None:
        del self.known[caller.socket.fileno()]
        caller.socket.close()


def _messages(job: Job) -> Iterator[bytes]:
    """The requests as bytes, each with digits of its own, without an end."""
    wholes = [_parts(request, keep_alive=job.keep_alive) for request in job.requests]
    place = job.first % len(wholes)
    stamp = int.from_bytes(os.urandom(4)) << 32
    for number, parts in enumerate(itertools.cycle([*wholes[place:], *wholes[:place]])):
        yield (b"%016x" % (stamp + number)).join(parts)


def _parts(request: Request, *, keep_alive: bool) -> list[bytes]:
    lines = {
        "Content-Type": CONTENT_TYPE,
        "Content-Length": str(len(request.body.encode())),
        "Connection": "keep-alive" if keep_alive else "close",
        **request.headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {request.path} HTTP/1.1\r\n{head}\r\n{request.body}".encode().split(UNIQUE.encode())


def _is_whole(answer: bytes) -> bool:
    head, separator, body = answer.partition(b"\r\n\r\n")
    if not separator:
        return False
    lower = head.lower()
    place = lower.find(b"\r\ncontent-length:")
    if place >= 0:
        return len(body) >= int(lower[place + 17 :].partition(b"\r\n")[0])
    return body.endswith(b"0\r\n\r\n")  # chunked


def run(job: Job) -> Result:
    """Offer the load from this process."""
    client = _Client(job)
    began, used = time.perf_counter(), time.process_time()
    if job.rate:
        client.open_loop()
    else:
        client.closed_loop()
    result, latencies = client.result, sorted(client.latencies)
    result.seconds = time.perf_counter() - began
    result.answered = len(latencies)
    if latencies:
        result.own_microseconds = (time.process_time() - used) / len(latencies) * 1e6
        result.p50, result.p95, result.p99 = (
            latencies[min(len(latencies) - 1, int(len(latencies) * part))] / 1e6 for part in (0.5, 0.95, 0.99)
        )
        result.slowest = latencies[-1] / 1e6
    return result


def main() -> None:
    job = json.load(sys.stdin)
    requests = [Request(**request) for request in job.pop("requests")]
    json.dump(asdict(run(Job(requests=requests, **job))), sys.stdout)


if __name__ == "__main__":
    main()
