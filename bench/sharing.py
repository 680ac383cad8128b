"""The sharing engine against the bare arithmetic of the same sharings, in the same run.

The peer computes the same cents by the same exact methods and nothing else: no reading, no check, no
sentence.
"""

import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from time import process_time

from bench import _fresh
from kpacite.domain.sharing.rules import answer, parse_run, run
from kpacite.kernel.split import split

Row = dict[str, str]
PEOPLE, SMALL, CROWD = 50, 10, 100_000
FEW, MANY, SLICES = 100, 10_000, 20
FORTUNE = 987_654_321
SEED = 20190306


def people(count: int) -> list[dict]:
    draw = random.Random(SEED)
    return [{"id": f"p{rank}", "minutes": draw.randrange(15, 2400)} for rank in range(count)]


def buffet(count: int) -> dict:
    """Eight steps of every family, `count` people."""
    return {
        "base_cents": 1_234_567,
        "tie_start": 3,
        "participants": people(count),
        "steps": [
            {
                "op": "reimburse",
                "id": "achats",
                "claims": [{"to": f"expense:p{rank}", "amount_cents": 3_210 + rank} for rank in range(5)],
            },
            {"op": "levy", "id": "cae", "to": "account:cae", "of": "margin", "rate": "0.10"},
            {"op": "levy", "id": "pot", "to": "pot:commun", "of": "remaining", "rate": "0.15"},
            {"op": "levy", "id": "outils", "to": "pot:outils", "of": "base", "rate": "0.05"},
            {"op": "fixed", "id": "referente", "to": "member:p1", "amount_cents": 2_000},
            {
                "op": "debt",
                "id": "avant",
                "max_rate": "0.1",
                "claims": [{"to": "debt:avant", "outstanding_cents": 12_000}],
            },
            {
                "op": "split",
                "id": "partage",
                "keys": [{"type": "equal", "weight": "30"}, {"type": "minutes", "weight": "70"}],
            },
            {"op": "solidarity", "id": "solidarite", "rate": "0.15"},
        ],
    }


def bare_buffet(question: dict) -> dict[str, int]:
    """The same cents as `buffet`, by hand."""
    base, tie = question["base_cents"], question["tie_start"]
    minutes = [person["minutes"] for person in question["participants"]]
    costs = sum(claim["amount_cents"] for claim in question["steps"][0]["claims"])
    left = base - costs
    fee = (2 * (base - costs) * 10 + 100) // 200
    left -= fee
    pot = (2 * left * 15 + 100) // 200
    left -= pot
    tools = (2 * base * 5 + 100) // 200
    left -= tools + 2_000
    left -= 12_000
    equal, hours = split(left, [30, 70], tie_start=tie)
    count = len(minutes)
    shares = [
        one + other
        for one, other in zip(
            split(equal, [1] * count, tie_start=tie), split(hours, minutes, tie_start=tie), strict=True
        )
    ]
    shares[1] += 2_000
    given = [(2 * share * 15 + 100) // 200 for share in shares]
    received = split(sum(given), [1] * count, tie_start=tie)
    kept = [share - gives + gets for share, gives, gets in zip(shares, given, received, strict=True)]
    return {f"member:p{rank}": cents for rank, cents in enumerate(kept)}


def seconds(work: Callable[[], object], *, rounds: int = 5, repeat: int = 1) -> float:
    """Best processor time of one call: what else the machine does is not counted."""
    work()
    best = float("inf")
    for _ in range(rounds):
        started = process_time()
        for _ in range(repeat):
            work()
        best = min(best, (process_time() - started) / repeat)
    return best


def row(name: str, ours: float, peer: float, target: float) -> Row:
    return {
        "row": name,
        "ours": shown(ours),
        "peer": shown(peer),
        "ratio": f"{ours / peer:.2f}",
        "target": f"≤ {target:g}",
    }


def shown(duration: float) -> str:
    return f"{duration * 1e3:.2f} ms" if duration < 1 else f"{duration:.2f} s"


def fifty_people_eight_steps() -> Row:
    question = buffet(PEOPLE)
    bare, ours = bare_buffet(question), answer("run", question)["allocations"]
    assert bare.items() <= ours.items(), "the peer must share the same cents"
    rule, facts = parse_run(question)
    return row(
        f"sharing: {PEOPLE} people × 8 steps, explained",
        seconds(lambda: run(rule, facts), repeat=20),
        seconds(lambda: bare_buffet(question), repeat=20),
        target=40,
    )


def from_json_to_json() -> Row:
    question = buffet(PEOPLE)
    return row(
        f"sharing: {PEOPLE} people × 8 steps, JSON in, JSON out",
        seconds(lambda: answer("run", question), repeat=20),
        seconds(lambda: bare_buffet(question), repeat=20),
        target=60,
    )


def ten_thousand_in_a_row() -> Row:
    # After each slice of the long row, a short one in a process of its own: young, on the same busy machine.
    long = short = 0.0
    with ProcessPoolExecutor(max_workers=1, max_tasks_per_child=1) as newcomers:
        for _ in range(SLICES):
            long += spent_on(MANY // SLICES)
            short += newcomers.submit(spent_on, FEW).result()
    name = f"sharing: each of {MANY} in a row, against each of {FEW}"
    return row(name, long / MANY, short / (FEW * SLICES), target=1.1)


def spent_on(count: int) -> float:
    """Processor seconds of `count` sharings in a row."""
    rule, facts = parse_run(buffet(SMALL))
    run(rule, facts)
    started = process_time()
    for _ in range(count):
        run(rule, facts)
    return process_time() - started


def split_a_crowd() -> Row:
    minutes = [person["minutes"] for person in people(CROWD)]
    return row(
        f"split among {CROWD} people",
        seconds(lambda: split(FORTUNE, minutes, tie_start=7)),
        seconds(lambda: bare_split(FORTUNE, minutes)),
        target=4,
    )


def share_with_a_crowd() -> Row:
    crowd = people(CROWD)
    minutes = [person["minutes"] for person in crowd]
    step = {"op": "split", "id": "partage", "keys": [{"type": "minutes"}]}
    rule, facts = parse_run({"base_cents": FORTUNE, "participants": crowd, "steps": [step]})
    return row(
        f"sharing: {CROWD} people, a sentence for each",
        seconds(lambda: run(rule, facts), rounds=3),
        seconds(lambda: bare_sentences(FORTUNE, minutes), rounds=3),
        target=25,
    )


def bare_split(amount: int, weights: list[int]) -> list[int]:
    """Floors, then the missing cents to the largest remainders: no turn among equals, no check."""
    total = sum(weights)
    shares = [amount * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % total))
    for index in order[: amount - sum(shares)]:
        shares[index] += 1
    return shares


def bare_sentences(amount: int, weights: list[int]) -> list[str]:
    """The same shares, each in one sentence written on the spot."""
    total = sum(weights)
    return [
        f"{share // 100},{share % 100:02d} € = {weight // 60} h {weight % 60:02d} sur {total // 60} h"
        for share, weight in zip(bare_split(amount, weights), weights, strict=True)
    ]


def whole_life(engine: str) -> Row:
    """From the money received to fifty balances, locks, constraints and register included (issue 4)."""
    with _fresh.database(engine) as here:
        found = _fresh.run("bench._sharing_tasks", "whole_life", here)
    name = f"sharing: {PEOPLE} people, start to closed / bare inserts ({engine})"
    return row(name, found["ours"], found["peer"], target=3)


ROWS: list[tuple[str, Callable[[], Row]]] = [
    ("fifty_people_eight_steps", fifty_people_eight_steps),
    ("from_json_to_json", from_json_to_json),
    ("ten_thousand_in_a_row", ten_thousand_in_a_row),
    ("split_a_crowd", split_a_crowd),
    ("share_with_a_crowd", share_with_a_crowd),
    *((f"whole_life {engine}", partial(whole_life, engine)) for engine in _fresh.ENGINES),
]
