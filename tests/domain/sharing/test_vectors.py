"""The 33 vectors of the specification: allocations, carried sums, steps, deltas and refusals, to the cent."""

import json
from pathlib import Path

import pytest

from kpacite.domain.sharing.rules import SharingRefused, answer

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["vectors"]


def named(vectors):
    return [pytest.param(vector, id=vector["id"]) for vector in vectors]


def test_no_vector_was_lost_on_the_way():
    assert len(VECTORS) == 33


@pytest.mark.parametrize("vector", named(vector for vector in VECTORS if "expected" in vector))
def test_the_engine_finds_what_the_specification_expects(vector):
    result = answer(vector["function"], vector["input"])
    assert {name: result[name] for name in vector["expected"]} == vector["expected"]


@pytest.mark.parametrize("vector", named(vector for vector in VECTORS if "expected_error" in vector))
def test_the_engine_refuses_what_the_specification_refuses(vector):
    with pytest.raises(SharingRefused) as refused:
        answer(vector["function"], vector["input"])
    assert refused.value.code == vector["expected_error"]


@pytest.mark.parametrize("vector", named(vector for vector in VECTORS if "expected" in vector))
def test_nothing_is_carried_that_the_specification_does_not_carry(vector):
    result = answer(vector["function"], vector["input"])
    assert result.get("carried", {}) == vector["expected"].get("carried", {})
