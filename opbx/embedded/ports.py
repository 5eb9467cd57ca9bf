"""Finds free ports and tells when a wanted one is taken."""

from __future__ import annotations

import socket

from opbx.embedded.problems import CannotStart

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # Without it a port whose last user stopped seconds ago would count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def require_port(port: int) -> None:
    if not 1 <= port <= 65535:
        raise CannotStart(f"Port {port} does not exist. Choose one from 1024 to 65535 with --port.")
    if port < 1024 and not is_free(port):
        raise CannotStart(f"Port {port} is taken or needs root. Choose one above 1023 with --port.")
    if not is_free(port):
        raise CannotStart(
            f"Port {port} is in use by another program. Stop it, or choose another port: "
            f"python3 dev.py --port {port + 1 if port < 65535 else 8000}"
        )


def answers(port: int, host: str = LOOPBACK) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def require_name(host: str) -> None:
    """The simulator and the health check reach OPBX by its name, so that name must lead to this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return
    try:
        socket.getaddrinfo(host, None)
    except OSError as error:
        raise CannotStart(
            f"The name {host} leads nowhere from this machine. Add it and its subdomains to your DNS or to "
            f"/etc/hosts, or choose one under localhost: python3 dev.py --host-suffix pbx.localhost"
        ) from error
