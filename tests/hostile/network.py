"""Nothing leaves this machine during a test."""

import socket
from typing import Any

import pytest

LOOPBACK = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "", None}


class NetworkReached(RuntimeError):
    """A test tried to reach another machine."""


def refuse_outside(host: object) -> None:
    if isinstance(host, bytes):
        host = host.decode()
    if host not in LOOPBACK:
        raise NetworkReached(str(host))


def cut(patch: pytest.MonkeyPatch) -> None:
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            refuse_outside(address[0])
        connect(self, address)

    def guarded_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        refuse_outside(host)
        return resolve(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket, "getaddrinfo", guarded_resolve)
