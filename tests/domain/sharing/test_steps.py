"""Cases that a coopérante could check with a pencil, beyond those of the vectors."""

from tests.domain.sharing.questions import answer, levy, person, run, shares, split

AMINA, BILAL, CHLOE = (person(name, minutes=60) for name in ("amina", "bilal", "chloe"))


def test_a_bonus_follows_the_person_who_left():
    people = [AMINA, {**BILAL, "status": "left"}]
    bonus = {"op": "fixed", "id": "prime", "to": "member:bilal", "amount_cents": 1_000}
    assert shares(5_000, people, bonus, split("minutes")) == {
        "member:amina": 2_000,
        "exit_balance:bilal": 3_000,
    }


def test_a_fixed_sum_that_does_not_fit_is_carried():
    insurance = {"op": "fixed", "id": "assurance", "to": "account:assurance", "amount_cents": 1_600}
    result = run(1_000, [AMINA], insurance, split("minutes"))
    assert result["allocations"] == {"account:assurance": 1_000}
    assert result["carried"] == {"account:assurance": 600}


def test_purchases_are_carried_whole_when_nothing_came_in():
    claim = {"to": "expense:amina", "amount_cents": 4_000}
    result = run(0, [AMINA], {"op": "reimburse", "id": "achats", "claims": [claim]}, split("minutes"))
    assert (result["allocations"], result["carried"]) == ({}, {"expense:amina": 4_000})


def test_two_receipts_of_one_person_make_one_reimbursement():
    claims = [{"to": "expense:amina", "amount_cents": cents} for cents in (1_000, 500)]
    result = shares(2_000, [BILAL], {"op": "reimburse", "id": "achats", "claims": claims}, split("minutes"))
    assert result == {"expense:amina": 1_500, "member:bilal": 500}


def test_activities_short_of_money_may_be_cut_in_proportion_if_the_rule_says_so():
    amounts = [{"to": "member:amina", "amount_cents": 3_000}, {"to": "member:bilal", "amount_cents": 1_000}]
    step = {"op": "attribute", "id": "activites", "amounts": amounts, "on_shortfall": "prorata"}
    result = run(2_000, [AMINA, BILAL], step)
    assert result["allocations"] == {"member:amina": 1_500, "member:bilal": 500}
    assert result["carried"] == {"member:amina": 1_500, "member:bilal": 500}


def test_a_cancelled_job_can_be_undone_whatever_its_rule():
    amounts = [{"to": "member:amina", "amount_cents": 3_000}]
    declared = split("declared", rest_to="pot:report", min_minutes=10)
    people = [{**AMINA, "declared_cents": 500}]
    steps = [{"op": "attribute", "id": "activites", "amounts": amounts}, declared]
    original = {"base_cents": 4_000, "participants": people, "steps": steps}
    undone = {"original": original, "corrected_base_cents": 0, "policy": "recover_next"}
    assert answer("correction", undone)["delta"] == {"member:amina": -3_500, "pot:report": -500}


def test_a_debt_is_paid_off_when_there_is_room():
    step = {"op": "debt", "id": "avant", "claims": [{"to": "debt:eli", "outstanding_cents": 300}]}
    result = run(1_000, [AMINA], step, split("minutes"))
    assert (result["allocations"], result["carried"]) == ({"debt:eli": 300, "member:amina": 700}, {})


def test_a_full_pot_takes_no_more():
    full = levy(to="pot:commun", balance_cents=60_000, target_balance_cents=50_000)
    assert shares(1_000, [AMINA], full, split("minutes")) == {"member:amina": 1_000}


def test_one_envelope_of_a_mix_may_fall_back_alone():
    people = [person("amina", minutes=0), person("bilal", minutes=0)]
    keys = [{"type": "equal", "weight": "30"}, {"type": "minutes", "weight": "70"}]
    assert shares(1_000, people, split(*keys, fallback_to="pot:commun")) == {
        "member:amina": 150,
        "member:bilal": 150,
        "pot:commun": 700,
    }


def test_what_requests_leave_goes_on_to_the_next_step():
    people = [{**AMINA, "declared_cents": 600}, {**BILAL, "declared_cents": 0}]
    steps = [split("declared"), {**split("equal"), "id": "reste"}]
    assert shares(1_000, people, *steps) == {"member:amina": 800, "member:bilal": 200}


def test_tokens_to_oneself_or_to_a_volunteer_are_lost():
    people = [
        {**AMINA, "gives": {"amina": 90, "bilal": 10, "chloe": 50}},
        {**BILAL, "gives": {"amina": 10}},
        {**CHLOE, "excluded": True, "gives": {"bilal": 20}},
    ]
    assert shares(4_000, people, split({"type": "give", "tokens": "100"})) == {
        "member:amina": 1_000,
        "member:bilal": 3_000,
    }


def test_a_volunteer_neither_gives_to_nor_receives_from_solidarity():
    bonus = {"op": "fixed", "id": "prime", "to": "member:chloe", "amount_cents": 1_000}
    people = [AMINA, BILAL, {**CHLOE, "excluded": True}]
    solidarity = {"op": "solidarity", "id": "solidarite", "rate": "0.5"}
    assert shares(3_000, people, bonus, split("minutes"), solidarity) == {
        "member:amina": 1_000,
        "member:bilal": 1_000,
        "member:chloe": 1_000,
    }


def test_without_any_share_there_is_nothing_to_put_in_common():
    solidarity = {"op": "solidarity", "id": "solidarite", "rate": "0.5"}
    everything = {"op": "fixed", "id": "tout", "to": "pot:commun", "amount_cents": 1_000}
    assert shares(1_000, [AMINA], everything, solidarity) == {"pot:commun": 1_000}


def test_the_turn_follows_the_place_in_the_whole_group_even_when_somebody_has_no_share():
    people = [{**AMINA, "excluded": True}, BILAL, CHLOE]
    assert shares(101, people, split("equal"), tie_start=1) == {"member:bilal": 51, "member:chloe": 50}
    assert shares(101, people, split("equal"), tie_start=2) == {"member:bilal": 50, "member:chloe": 51}


def test_the_last_bracket_may_be_closed_as_long_as_the_year_stays_below():
    brackets = [{"up_to_cents": 1_000, "rate": "0.10"}, {"up_to_cents": 3_000, "rate": "0.05"}]
    step = levy(brackets=brackets, ytd_cents=500)
    assert shares(1_500, [AMINA], step, split("equal")) == {"account:cae": 100, "member:amina": 1_400}


def test_an_upward_correction_has_nothing_to_recover():
    original = {"base_cents": 1_000, "participants": [AMINA], "steps": [split("minutes")]}
    pot = {"policy": "pot_absorbs", "pot": "pot:commun", "pot_balance_cents": 100}
    result = answer("correction", {"original": original, "corrected_base_cents": 1_200, **pot})
    assert result["delta"] == {"member:amina": 200}
    assert (result["to_recover"], result["pot_absorbs"]) == ({}, {})
