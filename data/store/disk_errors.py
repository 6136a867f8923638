"""What the disk refused, in words that an official can act on."""

from __future__ import annotations

import errno

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), 112}  # 112: what Windows calls a full disk
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def disk_words(failed: OSError) -> str:
    """What the disk refused, in words; a fault that already speaks for itself (data.store.access) as it is."""
    of_windows = getattr(failed, "winerror", None)
    if failed.errno in _FULL or of_windows in _FULL:
        return (
            "ディスクの空きが足りないため、書き込めませんでした。入っているデータは変わっていません。空きを作ってから、"
            "もう一度してください。"
        )
    if failed.errno in _CLOSED:
        return (
            f"読み書きの権限がないため、できませんでした。入っているデータは変わっていません: {failed.filename or ''}"
        )
    if failed.errno is not None:  # the system's own words are English
        return (
            "ファイルの読み書きができませんでした。入っているデータは変わっていません:"
            f" {failed.filename or ''}（{type(failed).__name__} {failed.errno}）"
        )
    return str(failed)
