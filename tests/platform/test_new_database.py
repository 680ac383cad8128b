"""Tables made straight from the models are those that the whole history of migrations makes."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]
STRAIGHT = [sys.executable, "-m", "kpacite", "migrate", "--quiet"]
BY_HISTORY = [sys.executable, "manage.py", "migrate", "-v0"]
GOES_ON = [sys.executable, "manage.py", "migrate", "--check"]

Schema = dict[str, set[str]]


def run(command: list[str], url: str) -> None:
    surroundings = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=surroundings | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def definitions(sql: str) -> set[str]:
    """The columns and constraints of one CREATE TABLE, in no order."""
    body = re.sub(r"\s+", " ", sql[sql.index("(") + 1 : sql.rindex(")")])
    parts, depth, quoted, part = [], 0, False, ""
    for character in body:
        quoted ^= character == "'"
        depth += 0 if quoted else (character == "(") - (character == ")")
        if character == "," and not depth and not quoted:
            parts.append(part)
            part = ""
        else:
            part += character
    return {one.strip() for one in [*parts, part]}


def schema_of_file(path: Path) -> Schema:
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        f"{kind} {name}": definitions(sql) if kind == "table" else {re.sub(r"\s+", " ", sql)}
        for name, kind, sql in rows
    }


@pytest.mark.sqlite_file
def test_both_ways_make_the_same_file(tmp_path: Path) -> None:
    straight, by_history = tmp_path / "straight.sqlite3", tmp_path / "by-history.sqlite3"
    run(STRAIGHT, f"sqlite:///{straight}")
    run(GOES_ON, f"sqlite:///{straight}")
    run(BY_HISTORY, f"sqlite:///{by_history}")
    run(STRAIGHT, f"sqlite:///{by_history}")
    assert schema_of_file(straight) == schema_of_file(by_history)


COLUMNS = """
    SELECT 'column ' || table_name || '.' || column_name,
           concat_ws(' ', data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable,
                     column_default, is_identity)
    FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
    SELECT 'constraint ' || conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
TRIGGERS = """
    SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
"""


# Out of a migration Django asks its own app for the kind of this key, in a migration it asks our settings.
TOLD_TWICE = "column auth_group_permissions.id"


def schema_of_server(url: str) -> dict[str, str]:
    with psycopg.connect(url) as server:
        rows = [
            row for question in (COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS) for row in server.execute(question)
        ]
    return {name: told for name, told in rows if name != TOLD_TWICE}


@pytest.fixture
def two_databases() -> Iterator[list[str]]:
    """The addresses of two empty databases on the server of the tests."""
    facts = connection.settings_dict
    server = f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT'] or 5432}"
    names = [f"kpacite_{word}_{os.getpid()}" for word in ("straight", "history")]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as administrator:
        for name in names:
            administrator.execute(f'CREATE DATABASE "{name}"')
        yield [f"{server}/{name}" for name in names]
        for name in names:
            administrator.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.postgresql
def test_both_ways_make_the_same_tables_on_the_server(two_databases: list[str]) -> None:
    straight, by_history = two_databases
    run(STRAIGHT, straight)
    run(GOES_ON, straight)
    run(BY_HISTORY, by_history)
    run(STRAIGHT, by_history)
    assert schema_of_server(straight) == schema_of_server(by_history)
