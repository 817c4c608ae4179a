"""The child's side of ops/jail.py: give up what is not needed, then run the module.

Called as `python -m ops.jailed MEMORY,CPU,FILE MODULE ARGUMENT...`; imports no Django.
"""

import ctypes
import os
import platform
import resource
import runpy
import struct
import sys
from typing import Final

_NO_NEW_PRIVILEGES: Final = 38
_SECCOMP: Final = 22
_FILTER_MODE: Final = 2
_OPEN_FILES: Final = 64

# BPF: load a word, jump if equal, return (linux/bpf_common.h, linux/seccomp.h).
_LOAD, _JUMP_IF, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NOT_PERMITTED: Final = 1
# Machine: its audit number and its numbers of socket, socketpair, connect, execve,
# execveat, ptrace (linux/audit.h and each machine's table of system calls).
_MACHINES: Final = {
    "x86_64": (0xC000003E, (41, 53, 42, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 199, 203, 221, 281, 117)),
}
# System calls of the 32-bit mode of x86_64 have this bit.
_X32: Final = 0x40000000


def main() -> None:
    memory, cpu, file_size = map(int, sys.argv[1].split(","))
    module = sys.argv[2]
    _limit(resource.RLIMIT_AS, memory)
    # SIGXCPU a second before the kernel kills.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    _limit(resource.RLIMIT_FSIZE, file_size)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        _refuse_calls()
    sys.argv = [module, *sys.argv[3:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))


def _refuse_calls() -> None:
    """No socket and no other program from here on, for this process and its threads."""
    known = _MACHINES.get(platform.machine())
    if known is None:
        sys.exit(f"The jail does not know {platform.machine()}.")
    audit, calls = known
    program = b"".join(_program(audit, calls))
    buffer = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: how many instructions, and where they are.
    head = struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(
        _SECCOMP, _FILTER_MODE, ctypes.create_string_buffer(head, len(head)), 0, 0
    ):
        sys.exit(f"The jail could not be closed: {os.strerror(ctypes.get_errno())}.")


def _program(audit: int, calls: tuple[int, ...]) -> list[bytes]:
    refused = _instruction(_RETURN, _REFUSE | _NOT_PERMITTED)
    checks: list[bytes] = []
    for call in calls:
        checks += [_instruction(_JUMP_IF, call, otherwise=1), refused]
    return [
        _instruction(_LOAD, 4),
        _instruction(_JUMP_IF, audit, then=1),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, 0),
        # Jump if greater or equal: the other mode's numbers would pass by.
        _instruction(0x35, _X32, otherwise=1),
        refused,
        *checks,
        _instruction(_RETURN, _ALLOW),
    ]


def _instruction(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)


if __name__ == "__main__":
    main()
