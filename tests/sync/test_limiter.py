"""The rate limit that all workers keep together."""

from __future__ import annotations

import uuid

import pytest
import redis
from django.conf import settings

from cloudonix.sync.limiter import REQUESTS, REQUESTS_WHILE_SLOW, Limiter


class Waits(list[float]):
    """Stands for time.sleep and gives up after the first wait, so that a test takes no time."""

    class Enough(Exception):
        pass

    def __call__(self, seconds: float) -> None:
        self.append(seconds)
        raise Waits.Enough


@pytest.fixture
def server():
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        yield server


@pytest.fixture
def domain() -> str:
    return uuid.uuid4().hex


def taken_before_waiting(limiter: Limiter, most: int = 50) -> int:
    for count in range(most):
        try:
            limiter.take()
        except Waits.Enough:
            return count
    return most


def test_ten_requests_pass_and_the_eleventh_waits_for_the_window(server, domain):
    waits = Waits()
    limiter = Limiter(domain, server, sleep=waits)

    assert taken_before_waiting(limiter) == REQUESTS
    assert 2.0 < waits[0] <= 3.1


def test_all_workers_share_the_window_and_domains_do_not(server, domain):
    one, other = Limiter(domain, server, sleep=Waits()), Limiter(domain, server, sleep=Waits())
    elsewhere = Limiter(uuid.uuid4().hex, server, sleep=Waits())

    for _ in range(6):
        one.take()

    assert taken_before_waiting(other) == REQUESTS - 6
    assert taken_before_waiting(elsewhere) == REQUESTS


def test_a_429_leaves_room_for_others(server, domain):
    limiter = Limiter(domain, server, sleep=Waits())

    limiter.slow_down()

    assert taken_before_waiting(limiter) == REQUESTS_WHILE_SLOW


def test_without_redis_a_process_sends_one_request_a_second(domain):
    waits: list[float] = []
    with redis.Redis.from_url("redis://127.0.0.1:9/0") as nobody:
        limiter = Limiter(domain, nobody, sleep=waits.append, monotonic=lambda: 100.0)

        for _ in range(3):
            limiter.take()
        limiter.slow_down()

    assert waits == [0.0, 1.0, 2.0]
