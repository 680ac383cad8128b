"""Which samples the showcase draws, in which order, and the invented data they need."""

from pathlib import Path
from typing import Any

from django.conf import settings

SAMPLES = Path(settings.ROOT) / "templates" / "showcase" / "samples"

GROUPS: list[tuple[str, list[str]]] = []


def sample_source(name: str) -> str:
    return (SAMPLES / f"{name}.html").read_text(encoding="utf-8").strip()


def sample_data() -> dict[str, Any]:
    return {}
