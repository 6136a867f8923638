"""Who may see what is hidden elsewhere: set on the officials' machine, never in the program."""

from __future__ import annotations

import os

INTERNAL_ACCESS = "INTERNAL_ACCESS"
ON = ("1", "true", "yes", "on")


def internal_allowed() -> bool:
    """Whether this machine may show figures for officials (庁内用): environment variable INTERNAL_ACCESS is one of ON,
    however it is written.

    Anything else (false, no, 0, a slip of the pen) is off.
    """
    return os.environ.get(INTERNAL_ACCESS, "").strip().casefold() in ON


def require(sharing: str) -> None:
    """PermissionError for 庁内用 without the setting; ValueError for a level of sharing that does not exist."""
    if sharing not in ("public", "council", "internal"):
        raise ValueError(f"共有範囲は public・council・internal のいずれかです（{sharing}）。")
    if sharing == "internal" and not internal_allowed():
        raise PermissionError(
            "庁内用の数値を表示するには、この端末に職員用の設定（環境変数 INTERNAL_ACCESS）が必要です。"
        )
