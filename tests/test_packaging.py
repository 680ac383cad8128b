"""What is committed installs anywhere: no address of a registry, no path of a machine, hashes everywhere."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REGISTRY_HOST = re.compile(r"(files\.pythonhosted|pypi\.|registry\.npmjs|registry\.yarnpkg)", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(file:///|/home/\w|/root/|/Users/\w)")


def committed(*patterns: str) -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / line for line in listing.splitlines()]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text())
    requirements = [block for block in blocks if not block.startswith("#")]
    assert len(requirements) > 20
    for block in requirements:
        assert re.match(r"[a-z0-9.-]+(\[[a-z0-9,-]+\])?==", block), block
        assert "--hash=sha256:" in block, block


def test_every_dependency_of_the_project_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {re.match(r"[a-z0-9-]+", line).group() for line in project["project"]["dependencies"]}
    locked = set(
        re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    )
    assert wanted <= locked, wanted - locked


def test_no_lock_file_names_a_registry_host() -> None:
    for path in committed("*requirements*.txt", "*.lock", "package-lock.json", ".npmrc", "pyproject.toml"):
        assert not REGISTRY_HOST.search(path.read_text()), path


def test_no_committed_text_names_a_path_of_a_machine() -> None:
    for path in committed(
        "*.py", "*.md", "*.toml", "*.txt", "*.json", "*.yaml", "*.html", "Makefile", ".ci/run"
    ):
        if path != Path(__file__):
            assert not MACHINE_PATH.search(path.read_text()), path
