"""Does the one thing that it is asked to, inside the jail."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


def say(**said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def attempt(action: Callable[[], object]) -> None:
    try:
        action()
    except OSError as error:
        say(refused=type(error).__name__)
    else:
        say(refused=None)


def connect() -> None:
    attempt(lambda: socket.create_connection(("127.0.0.1", 9), timeout=1))


def start_program() -> None:
    attempt(lambda: subprocess.run(["/bin/true"], check=False))


def be_good() -> None:
    say(read=sys.stdin.read(), argument=sys.argv[2])
    say(environment=sorted(os.environ), folder=str(Path.cwd()))


def eat_memory() -> None:
    say(size=len(bytearray(600 * 1024 * 1024)))


def eat_time() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(30)


def print_much() -> None:
    while True:
        say(text="x" * 10_000)


def print_line() -> None:
    while True:
        sys.stdout.write("x" * 10_000)


def print_nonsense() -> None:
    sys.stdout.write("[1, 2]\n")


def print_half() -> None:
    sys.stdout.write('{"page": 1')


def crash() -> None:
    os.abort()


def be_killed() -> None:
    say(before="it")
    os.kill(os.getpid(), signal.SIGKILL)


def write_much() -> None:
    attempt(lambda: Path("big").write_bytes(b"x" * 3_000_000))


if __name__ == "__main__":
    globals()[sys.argv[1]]()
