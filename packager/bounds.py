"""What a process may use while it looks at a package: a package may make any parser burn both."""

from __future__ import annotations

import math
import os
import resource
from pathlib import Path

CPU_SECONDS = 10  # for a package, beside what its size allows
CPU_BYTES_A_SECOND = 50_000_000  # of the package; a tenth of what one core does


def bound_memory(room: int) -> None:
    """Let this process take `room` bytes of address space more than it has, and leave no core."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    space = pages * os.sysconf("SC_PAGE_SIZE") + room
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (space, space))


def cpu_seconds(size: int, least: int = CPU_SECONDS) -> int:
    """Return how many CPU seconds a package of `size` bytes may take."""
    return least + math.ceil(size / CPU_BYTES_A_SECOND)


def bound_time(seconds: int) -> None:
    """Kill this process when it uses more than some CPU seconds from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime) + seconds
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))
