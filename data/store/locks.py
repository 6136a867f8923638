"""One at a time: whoever changes what is stored of a city holds its lock, whichever process, window or thread it works
in.

The lock is the operating system's own (on the file, not its being there): a process that is killed lets go of it. The
file is empty, lies beside the folder it is about and stays there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

PATIENCE = 600.0  # seconds an import waits for another: several times what the largest city takes
WAITING = "ほかの取り込みが終わるのを待っています"


class Busy(TimeoutError):
    """Somebody else kept the city for longer than one waits; the message says so, and nothing was changed."""


@contextmanager
def alone(folder: Path, say: Callable[[str], None] | None = None, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of `folder` (which need not be there), waiting up to `patience` seconds and saying so. The holder's
    own thread may ask again.

    Raises Busy, and OSError where nothing can be written beside the folder.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Without the library's way out for disks that know no locks (a file's being there): a killed process would lock the
    # city for good.
    lock = FileLock(folder.parent / f".{folder.name}.lock", is_singleton=True, fallback_to_soft=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if say:
            say(WAITING)
        try:
            lock.acquire(timeout=patience)
        except Timeout:
            raise Busy(
                f"「{folder.name}」は、ほかの取り込みか保存が続いているため、"
                f"書き込めませんでした（{patience:.0f}秒待ちました）。終わってから、もう一度してください。"
            ) from None
    try:
        yield
    finally:
        lock.release()
