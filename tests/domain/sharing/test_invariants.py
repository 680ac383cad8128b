"""What holds for every sharing, whatever the rule and the people."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from kpacite.domain.sharing.rules import answer
from tests.domain.sharing.questions import (
    amounts,
    bases_of_levies,
    brackets,
    decimals,
    for_any,
    groups,
    key_lists,
    levy,
    lines,
    outside_accounts,
    person,
    rates,
    run,
    shares,
    sharings,
    split,
)


@for_any(sharings())
def test_allocations_make_exactly_the_base(question):
    assert sum(answer("run", question)["allocations"].values()) == question["base_cents"]


@for_any(sharings())
def test_nobody_has_a_negative_share_in_a_first_sharing(question):
    assert all(cents > 0 for cents in answer("run", question)["allocations"].values())


@for_any(sharings())
def test_the_same_question_has_the_same_answer(question):
    assert answer("run", question) == answer("run", question)


@for_any(sharings())
def test_each_step_starts_where_the_one_before_stopped(question):
    steps = answer("run", question)["steps"]
    remaining = [question["base_cents"], *(step["remaining_cents"] for step in steps)]
    assert [before - after for before, after in pairwise(remaining)] == [
        step["taken_cents"] for step in steps
    ]


@for_any(sharings())
def test_a_volunteer_gets_no_money(question):
    allocations = answer("run", question)["allocations"]
    for participant in question["participants"]:
        if participant["excluded"]:
            kinds = {
                account.partition(":")[0] for account in allocations if account.endswith(participant["id"])
            }
            assert kinds <= {"expense"}


@for_any(sharings(with_bounds=False), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing_but_ties(question, random):
    # A cent of a tie may change what solidarity rounds afterwards: here only the shares are looked at.
    question["steps"] = [step for step in question["steps"] if step["op"] != "solidarity"]
    shuffled = {
        **question,
        "participants": random.sample(question["participants"], len(question["participants"])),
    }
    first, second = answer("run", question), answer("run", shuffled)
    odd_cents = lines(first, "cent") + lines(second, "cent")
    by_turn = [line for line in odd_cents if line["sentence"].endswith("c’est son tour.")]
    moved = [
        abs(first["allocations"].get(account, 0) - second["allocations"].get(account, 0))
        for account in {**first["allocations"], **second["allocations"]}
    ]
    assert sum(moved) <= len(by_turn)


@for_any(amounts, groups(), key_lists, st.integers(2, 9))
def test_scaling_every_weight_of_a_split_changes_nothing(base, people, keys, factor):
    scaled = [{**key, "weight": str(int(key["weight"]) * factor)} if "weight" in key else key for key in keys]
    options = {"rest_to": "pot:report", "fallback_to": "pot:repli", "on_excess": "prorata"}
    assert shares(base, people, split(*keys, **options)) == shares(base, people, split(*scaled, **options))


@for_any(
    st.integers(0, 10**6),
    st.integers(1, 1000),
    st.lists(st.integers(0, 600), min_size=1, max_size=6).filter(any),
)
def test_a_base_many_times_larger_gives_shares_as_many_times_larger_to_the_rounding(base, factor, minutes):
    people = [person(f"p{rank}", minutes=spent) for rank, spent in enumerate(minutes)]
    small, large = shares(base, people, split("minutes")), shares(base * factor, people, split("minutes"))
    for one in people:
        account = f"member:{one['id']}"
        assert abs(small.get(account, 0) * factor - large.get(account, 0)) <= factor


@for_any(brackets, st.lists(amounts, max_size=6), amounts)
def test_brackets_make_the_same_year_however_it_is_sliced(scale, slices, start):
    def fee(ytd, base):
        taken = run(
            base,
            [],
            levy(brackets=scale, ytd_cents=ytd),
            {"op": "fixed", "id": "reste", "to": "pot:reste", "amount_cents": base},
        )
        return taken["allocations"].get("account:cae", 0)

    sliced, year = 0, start
    for base in slices:
        sliced += fee(year, base)
        year += base
    assert sliced == fee(start, sum(slices))


@for_any(amounts, outside_accounts, bases_of_levies, rates, amounts, amounts)
def test_a_levy_stays_within_its_limits_and_the_money(base, to, of, rate, one, other):
    low, high = sorted([one, other])
    step = levy(to, of, rate, min_cents=low, max_cents=high)
    people = [person("amina")]
    taken = shares(base, people, step, split("equal")).get(to, 0)
    assert taken == min(base, max(low, min(high, (2 * base * Fraction(rate) + 1) // 2)))


@for_any(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=5), st.data())
def test_payments_of_a_paid_invoice_make_exactly_its_net(invoice_lines, data):
    gross = sum(net + vat for net, vat in invoice_lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, gross), max_size=5)))
    payments = [after - before for before, after in pairwise([0, *cuts, gross])]
    result = answer(
        "cash_to_base",
        {
            "lines": [{"ht_cents": net, "vat_cents": vat} for net, vat in invoice_lines],
            "payments_ttc_cents": payments,
        },
    )
    assert sum(result["base_cents_per_payment"]) == sum(net for net, _ in invoice_lines)
    assert result["ht_still_unpaid_cents"] == 0
    assert all(base >= 0 for base in result["base_cents_per_payment"])


@for_any(sharings(with_bounds=False), amounts, st.booleans(), amounts)
def test_a_correction_makes_the_difference_of_the_bases_and_somebody_bears_it(
    question, base, absorbs, balance
):
    policy = {"policy": "recover_next"}
    if absorbs:
        policy = {"policy": "pot_absorbs", "pot": "pot:commun", "pot_balance_cents": balance}
    result = answer("correction", {"original": question, "corrected_base_cents": base, **policy})
    assert result["delta_sum"] == sum(result["delta"].values()) == base - question["base_cents"]
    persons = ("member:", "held:", "exit_balance:", "deferred:")
    excess = {
        account: -cents
        for account, cents in result["delta"].items()
        if cents < 0 and account.startswith(persons)
    }
    borne = {
        account: result["to_recover"].get(account, 0) + result["pot_absorbs"].get(account, 0)
        for account in {**result["to_recover"], **result["pot_absorbs"]}
    }
    assert borne == excess
    assert sum(result["pot_absorbs"].values()) <= max(balance + result["delta"].get("pot:commun", 0), 0)


@for_any(sharings())
def test_correcting_to_the_same_base_changes_nothing(question):
    same = {"original": question, "corrected_base_cents": question["base_cents"], "policy": "recover_next"}
    result = answer("correction", same)
    assert (result["delta"], result["to_recover"]) == ({}, {})


@for_any(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6), amounts, st.data(), decimals(1))
def test_a_group_purchase_adds_up_by_rows_and_by_columns(ordered, delivery, data, rate):
    goods = sum(delivered for _, delivered in ordered)
    discount = data.draw(st.integers(0, goods))
    delivery = delivery if goods else 0
    orders = [
        {"id": f"foyer{rank}", "ordered_cents": wanted, "delivered_cents": delivered}
        for rank, (wanted, delivered) in enumerate(ordered)
    ]
    costs = {"delivery_cents": delivery, "discount_cents": discount, "coop_margin_rate": rate}
    result = answer("group_purchase", {"orders": orders, **costs})
    bills = result["per_order"].values()
    assert sum(bill["delivery"] for bill in bills) == delivery
    assert sum(bill["discount"] for bill in bills) == -discount
    assert sum(bill["margin"] for bill in bills) == result["coop_margin_cents"]
    assert result["total_cents"] == goods + delivery - discount + result["coop_margin_cents"]
    for bill in bills:
        assert bill["total"] == bill["goods"] + bill["delivery"] + bill["discount"] + bill["margin"] >= 0
