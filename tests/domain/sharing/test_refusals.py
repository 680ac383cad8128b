"""What cannot be answered is refused: a code for programs, a sentence for people. Nothing is guessed."""

import pytest
from hypothesis import strategies as st

from kpacite.domain.sharing.rules import FUNCTIONS, Facts, Participant, Refusal, SharingRefused, answer, run
from kpacite.domain.sharing.rules.waterfall import Rule
from tests.domain.sharing.questions import for_any, levy, person, sharing, sharings, split

AMINA, BILAL = person("amina", minutes=60), person("bilal", minutes=30)
CLAIM = {"to": "expense:amina", "amount_cents": 100}
SPLIT = split("minutes")
OPEN, CLOSED = {"rate": "0.1"}, {"up_to_cents": 100, "rate": "0.1"}


def on(*steps, people=(AMINA, BILAL), base=10_000, **options):
    return sharing(base, list(people), *steps, **options)


REFUSED_RUNS = {
    # The facts and the rule do not lead to one answer.
    "NO_ELIGIBLE_WEIGHT": [
        on(split("minutes"), people=[person("amina", minutes=0)]),
        on(split("equal"), people=[]),
        on(split("equal"), people=[person("amina", excluded=True)]),
        on(split("give"), people=[person("amina", gives={"amina": 100})]),
        on(split({"type": "equal", "weight": "0"})),
        on(
            split({"type": "equal", "weight": "50"}, {"type": "points", "weight": "50"}),
            people=[person("amina", tasks=[])],
        ),
    ],
    "MISSING_WEIGHT": [
        on(split("minutes"), people=[AMINA, person("bilal")]),
        on(split("points"), people=[AMINA]),
        on(split("percent"), people=[AMINA]),
        on(split("declared"), people=[AMINA]),
        on(split("equal", min_minutes=30), people=[person("amina")]),
        on(split("equal", "minutes")),
    ],
    "PERCENT_OVER_100": [
        on(split("percent"), people=[person("amina", percent="60"), person("bilal", percent="40.5")]),
        on(levy(rate="1.01"), SPLIT),
    ],
    "EXCESS_REQUIRES_DISCUSSION": [
        on(split("declared"), people=[person("amina", declared_cents=10_001)]),
        on(split("declared", on_excess="discuss"), people=[person("amina", declared_cents=10_001)]),
    ],
    "TOO_MANY_TOKENS": [
        on(split({"type": "give", "tokens": "100"}), people=[person("amina", gives={"bilal": 101}), BILAL]),
    ],
    "INCONSISTENT_HOURS": [
        on(split("points"), people=[person("amina", minutes=10, tasks=[{"minutes": 9, "coef": "1"}])]),
    ],
    "NEGATIVE_BASE": [on(SPLIT, base=-1)],
    "NOT_ENOUGH_MONEY": [
        on({"op": "attribute", "id": "a", "amounts": [{"to": "member:amina", "amount_cents": 10_001}]}),
        on(
            {
                "op": "reimburse",
                "id": "r",
                "on_shortfall": "refuse",
                "claims": [{**CLAIM, "amount_cents": 10_001}],
            }
        ),
    ],
    "UNALLOCATED_REST": [
        on(),
        on(levy()),
        on(split("minutes", maxima={"*": 100})),
        on(split("declared"), people=[person("amina", declared_cents=9_999)]),
    ],
    "MINIMA_EXCEED_AMOUNT": [
        on(split("minutes", minima={"*": 5_001})),
        on(split("minutes", minima={"amina": 10_001})),
    ],
    "CONFLICTING_BOUNDS": [
        on(split("minutes", minima={"amina": 200}, maxima={"*": 100}, rest_to="pot:report")),
        on(levy(min_cents=2, max_cents=1), SPLIT),
    ],
    "BOUNDS_ON_MIXED_REQUESTS": [
        on(
            split({"type": "declared", "weight": "1"}, {"type": "equal", "weight": "1"}, maxima={"*": 100}),
            people=[person("amina", declared_cents=1)],
        ),
    ],
    "BRACKETS_EXCEEDED": [on(levy(brackets=[CLOSED], ytd_cents=0), SPLIT)],
    "INVALID_BRACKETS": [
        on(levy(brackets=[], ytd_cents=0), SPLIT),
        on(levy(brackets=[OPEN, CLOSED], ytd_cents=0), SPLIT),
        on(levy(brackets=[CLOSED, CLOSED, OPEN], ytd_cents=0), SPLIT),
    ],
    "RATE_OR_BRACKETS": [
        on({**levy(brackets=[OPEN], ytd_cents=0), "rate": "0.1"}, SPLIT),
        on(levy(brackets=[OPEN]), SPLIT),
        on({"op": "levy", "id": "cae", "to": "account:cae", "of": "base"}, SPLIT),
    ],
    "TARGET_WITHOUT_BALANCE": [on(levy(target_balance_cents=100), SPLIT), on(levy(balance_cents=100), SPLIT)],
    "STEP_AFTER_PAYOUT_LIMIT": [on({"op": "payout_limit", "id": "v", "limits": {"amina": 1}}, SPLIT)],
    # A name that nobody declared.
    "UNKNOWN_VERSION": [on(SPLIT, version=2)],
    "UNKNOWN_STEP": [on({"op": "bonus", "id": "b"})],
    "UNKNOWN_KEY": [on(split("merit"))],
    "UNKNOWN_FIELD": [
        on({**SPLIT, "max_cents": 1}),
        on(SPLIT, tiestart=1),
        on(SPLIT, people=[{**AMINA, "exclude": True}]),
    ],
    "UNKNOWN_OPTION": [on(levy(of="profit"), SPLIT), on(split("equal", on_excess="ignore"))],
    "UNKNOWN_STATUS": [
        on(SPLIT, people=[{**AMINA, "status": "ghost"}]),
        on(SPLIT, people=[{**AMINA, "status": 1}]),
    ],
    "UNKNOWN_ACCOUNT": [
        on(levy(to="cae"), SPLIT),
        on(levy(to="pot:"), SPLIT),
        on(levy(to="bank:cae"), SPLIT),
        on({"op": "reimburse", "id": "r", "claims": [{"to": "member:amina", "amount_cents": 1}]}, SPLIT),
    ],
    "UNKNOWN_PARTICIPANT": [
        on({"op": "fixed", "id": "f", "to": "member:zoe", "amount_cents": 1}, SPLIT),
        on(split("minutes", minima={"zoe": 1})),
        on(SPLIT, {"op": "payout_limit", "id": "v", "limits": {"zoe": 1}}),
        on(split("give"), people=[person("amina", gives={"zoe": 1})]),
    ],
    "DUPLICATE_PARTICIPANT": [on(SPLIT, people=[AMINA, AMINA])],
    "DUPLICATE_STEP": [on(levy(), levy(), SPLIT)],
    # The writing itself.
    "MISSING_FIELD": [{}, on({"op": "split", "id": "p"}), on({"id": "p"}), on(SPLIT, people=[{}])],
    "INVALID_NUMBER": [
        on(SPLIT, base=100.0),
        on(SPLIT, base="100"),
        on(SPLIT, base=True),
        on(SPLIT, base=None),
        on(levy(rate=0.1), SPLIT),
        on(levy(rate="10 %"), SPLIT),
        on(levy(rate="0,1"), SPLIT),
        on(levy(rate="NaN"), SPLIT),
        on(levy(rate="1e-2"), SPLIT),
        on(levy(rate="1/3"), SPLIT),
        on(levy(rate="٠.١"), SPLIT),
        on(SPLIT, people=[{**AMINA, "minutes": 60.0}]),
    ],
    "INVALID_TEXT": [
        on(SPLIT, people=[person("")]),
        on(SPLIT, people=[person("*")]),
        on(SPLIT, people=[person("a" * 81)]),
        on(SPLIT, people=[person("a\nb")]),
        on(SPLIT, people=[person("\ud800")]),
        on(SPLIT, people=[person(7)]),
    ],
    "INVALID_SHAPE": [
        None,
        [],
        on(SPLIT, people=["amina"]),
        {**on(SPLIT), "participants": {}},
        on(split("minutes", minima=[])),
        on(SPLIT, people=[{**AMINA, "excluded": "no"}]),
    ],
    "NEGATIVE_NUMBER": [
        on(SPLIT, people=[person("amina", minutes=-1)]),
        on(levy(rate="-0.1"), SPLIT),
        on({"op": "reimburse", "id": "r", "claims": [{**CLAIM, "amount_cents": -1}]}, SPLIT),
    ],
    "TOO_LARGE": [
        on(SPLIT, base=10**15),
        on(SPLIT, people=[person("amina", minutes=10**10)]),
        on(*[levy(id=str(rank)) for rank in range(101)]),
        on(split(*["equal"] * 11)),
        on(split("equal", minima={str(rank): 0 for rank in range(100_001)})),
    ],
}
LINE = {"ht_cents": 100, "vat_cents": 20}
ORIGINAL = on(SPLIT)
ORDER = {"id": "foyer", "ordered_cents": 100, "delivered_cents": 100}
REFUSED_ELSEWHERE = [
    ("UNKNOWN_FUNCTION", "divide", {}),
    ("UNKNOWN_FUNCTION", None, {}),
    ("OVERPAID", "cash_to_base", {"lines": [LINE], "payments_ttc_cents": [100, 21]}),
    ("OVERPAID", "cash_to_base", {"lines": [], "payments_ttc_cents": [1]}),
    ("NEGATIVE_NUMBER", "cash_to_base", {"lines": [LINE], "payments_ttc_cents": [-1]}),
    ("UNKNOWN_OPTION", "correction", {"original": ORIGINAL, "corrected_base_cents": 1, "policy": "forget"}),
    ("MISSING_FIELD", "correction", {"original": ORIGINAL, "corrected_base_cents": 1}),
    (
        "MISSING_FIELD",
        "correction",
        {"original": ORIGINAL, "corrected_base_cents": 1, "policy": "pot_absorbs"},
    ),
    (
        "NEGATIVE_BASE",
        "correction",
        {"original": ORIGINAL, "corrected_base_cents": -1, "policy": "recover_next"},
    ),
    ("DUPLICATE_ORDER", "group_purchase", {"orders": [ORDER, ORDER]}),
    ("DISCOUNT_EXCEEDS_GOODS", "group_purchase", {"orders": [ORDER], "discount_cents": 101}),
    (
        "NO_ELIGIBLE_WEIGHT",
        "group_purchase",
        {"orders": [{**ORDER, "delivered_cents": 0}], "delivery_cents": 1},
    ),
    ("NO_ELIGIBLE_WEIGHT", "group_purchase", {"orders": [], "delivery_cents": 1}),
]
EVERY_REFUSAL = [
    *((code, "run", question) for code, questions in REFUSED_RUNS.items() for question in questions),
    *REFUSED_ELSEWHERE,
]


@pytest.mark.parametrize(("code", "function", "question"), EVERY_REFUSAL)
def test_what_has_no_single_answer_is_refused(code, function, question):
    with pytest.raises(SharingRefused) as refused:
        answer(function, question)
    assert refused.value.code == code


def test_every_reason_to_refuse_has_been_seen():
    assert {code for code, _, _ in EVERY_REFUSAL} == set(Refusal)


@pytest.mark.parametrize("why", Refusal)
def test_a_refusal_says_what_to_do_in_short_french(why):
    sentence = str(SharingRefused(why))
    assert sentence.endswith(".")
    assert all(len(part.split()) <= 20 for part in sentence.split(". "))


@pytest.mark.parametrize(
    ("question", "place"),
    [
        (on(levy(rate=0.5), SPLIT), "steps[0].rate"),
        (on(SPLIT, people=[AMINA, {**BILAL, "minutes": -1}]), "participants[1].minutes"),
        (on(split("minutes", minima={"*": 9_000})), "steps.partage"),
        (on(split("points")), "participants.amina"),
    ],
)
def test_a_refusal_names_the_place_to_correct(question, place):
    with pytest.raises(SharingRefused) as refused:
        answer("run", question)
    assert refused.value.field == place


def test_facts_made_by_hand_are_checked_too():
    with pytest.raises(SharingRefused, match="ne peut pas être négatif"):
        run(Rule(()), Facts.of(-1, ()))
    with pytest.raises(SharingRefused, match="deux fois"):
        Facts.of(0, (Participant(id="amina", name="Amina"), Participant(id="amina", name="Amina B.")))


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@for_any(st.sampled_from([*FUNCTIONS]) | json_like, json_like)
def test_noise_is_only_ever_refused(function, noise):
    with pytest.raises(SharingRefused):
        answer(function, noise)


@st.composite
def damaged(draw, value):
    """A question in which one place, found at random, holds something else."""
    if not isinstance(value, dict | list) or not value or draw(st.integers(0, 5)) == 0:
        return draw(json_like | st.sampled_from([0, 1, "0.5", "*", "amina", "member:amina", 10**30, {}, []]))
    spot = draw(st.sampled_from(sorted(value) if isinstance(value, dict) else range(len(value))))
    copy = dict(value) if isinstance(value, dict) else list(value)
    if draw(st.integers(0, 9)) == 0:
        del copy[spot]
    else:
        copy[spot] = draw(damaged(value[spot]))
    return copy


def answer_or_code(function, question):
    try:
        return answer(function, question), None
    except SharingRefused as refused:
        return None, refused.code


@for_any(st.data(), sharings())
def test_a_damaged_question_is_answered_exactly_or_refused(data, question):
    result, code = answer_or_code("run", data.draw(damaged(question)))
    if result is None:
        assert code in set(Refusal)
    else:
        assert sum(result["allocations"].values()) == result["total_cents"]
        assert all(cents > 0 for cents in result["allocations"].values())


@for_any(st.data(), st.sampled_from(["correction", "cash_to_base", "group_purchase"]))
def test_the_other_functions_answer_or_refuse_too(data, function):
    whole = {
        "correction": {"original": ORIGINAL, "corrected_base_cents": 1, "policy": "recover_next"},
        "cash_to_base": {"lines": [LINE, LINE], "payments_ttc_cents": [100, 20]},
        "group_purchase": {
            "orders": [ORDER],
            "delivery_cents": 10,
            "discount_cents": 5,
            "coop_margin_rate": "0.1",
        },
    }[function]
    result, code = answer_or_code(function, data.draw(damaged(whole)))
    assert result is not None or code in set(Refusal)
