"""Who may see what is hidden elsewhere: set on the officials' machine, never in the program."""

from __future__ import annotations

import os

INTERNAL_ACCESS = "INTERNAL_ACCESS"


def internal_allowed() -> bool:
    """Whether this machine may show figures for officials (庁内用): environment variable INTERNAL_ACCESS set, and neither empty nor 0."""
    return os.environ.get(INTERNAL_ACCESS, "").strip() not in ("", "0")


def require(sharing: str) -> None:
    """PermissionError for 庁内用 without the setting; ValueError for a level of sharing that does not exist."""
    if sharing not in ("public", "council", "internal"):
        raise ValueError(f"共有範囲は public・council・internal のいずれかです（{sharing}）。")
    if sharing == "internal" and not internal_allowed():
        raise PermissionError("庁内用の数値を表示するには、この端末に職員用の設定（環境変数 INTERNAL_ACCESS）が必要です。")
