"""The official schematrons, run with Saxon in a process of its own: it may abort the one that loads it."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

RUNNER = Path(__file__).with_name("saxon_runner.py")


def broken_rules(files: Iterable[Path]) -> dict[str, list[str]]:
    """For each file, the rules of EN 16931 and of BR-FR that it breaks."""
    paths = [str(path) for path in files]
    done = subprocess.run([sys.executable, str(RUNNER), *paths], capture_output=True, text=True, check=True)
    return {path: json.loads(line) for path, line in zip(paths, done.stdout.splitlines(), strict=True)}
