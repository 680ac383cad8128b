"""Questions for the engine, in its JSON: short ones to write by hand, random ones for hypothesis."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kpacite.domain.sharing.rules import answer

NAMES = ["amina", "bilal", "chloe", "driss", "esther", "fanny", "gael", "hana"]


def for_any(*strategies):
    """`given`, fewer times over questions that are long to invent, and never against the clock."""
    return lambda test: settings(max_examples=50, deadline=None)(given(*strategies)(test))


def person(identifier, **facts):
    return {"id": identifier, **facts}


def split(*keys, **options):
    """A split step; a key is its type, or a whole object."""
    written = [{"type": key} if isinstance(key, str) else key for key in keys]
    return {"op": "split", "id": "partage", "keys": written, **options}


def levy(to="account:cae", of="base", rate="0.10", **options):
    scale = {} if "brackets" in options else {"rate": rate}
    return {"op": "levy", "id": options.pop("id", "cae"), "to": to, "of": of, **scale, **options}


def sharing(base_cents, participants, *steps, **options):
    return {"base_cents": base_cents, "participants": participants, "steps": list(steps), **options}


def run(*args, **options):
    return answer("run", sharing(*args, **options))


def shares(*args, **options):
    return run(*args, **options)["allocations"]


def lines(result, kind):
    return [line for line in result["explanation"] if line["kind"] == kind]


def decimals(most, places=2):
    """Decimal strings from 0 to `most`."""
    return st.integers(0, most * 10**places).map(lambda n: f"{n // 10**places}.{n % 10**places:0{places}}")


amounts = st.integers(0, 10**8)
rates = decimals(1, places=3)
outside_accounts = st.sampled_from(["pot:commun", "pot:outils", "account:cae", "budget:accueil"])


@st.composite
def groups(draw, least=1, most=6):
    """People with every kind of weight, a status, and sometimes a volunteer among them."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=least, max_size=most, unique=True))
    percents = draw(st.lists(st.integers(0, 100 // len(names)), min_size=len(names), max_size=len(names)))
    return [draw(_people(name, names, percent)) for name, percent in zip(names, percents, strict=True)]


@st.composite
def _people(draw, name, names, percent):
    tasks = draw(
        st.lists(
            st.fixed_dictionaries({"minutes": st.integers(0, 900), "coef": decimals(3, places=1)}), max_size=3
        )
    )
    return person(
        name,
        tasks=tasks,
        minutes=sum(task["minutes"] for task in tasks),
        percent=str(percent),
        declared_cents=draw(amounts),
        gives=draw(st.dictionaries(st.sampled_from(names), st.integers(0, 100), max_size=3)),
        excluded=draw(st.booleans().flatmap(lambda yes: st.booleans() if yes else st.just(False))),
        **draw(st.sampled_from([{}, {}, {"status": "left"}, {"status": "no_contract"}])),
    )


claims = st.lists(
    st.fixed_dictionaries(
        {"to": st.sampled_from(["expense:amina", "expense:kpa", "expense:voisin"]), "amount_cents": amounts}
    ),
    max_size=4,
)
debts = st.lists(
    st.fixed_dictionaries({"to": st.sampled_from(["debt:eli", "debt:lea"]), "outstanding_cents": amounts}),
    max_size=3,
)
brackets = st.lists(st.integers(1, 10**8), min_size=1, max_size=4, unique=True).flatmap(
    lambda ends: st.lists(rates, min_size=len(ends) + 1, max_size=len(ends) + 1).map(
        lambda all_rates: [
            *({"up_to_cents": end, "rate": rate} for end, rate in zip(sorted(ends), all_rates, strict=False)),
            {"rate": all_rates[-1]},
        ]
    )
)
bases_of_levies = st.sampled_from(["base", "margin", "remaining"])
levies = st.one_of(
    st.builds(levy, outside_accounts, bases_of_levies, rates),
    st.builds(
        lambda to, of, steps, year: levy(to, of, brackets=steps, ytd_cents=year),
        outside_accounts,
        bases_of_levies,
        brackets,
        amounts,
    ),
    st.builds(
        lambda to, rate, balance, target, most: levy(
            to, "remaining", rate, balance_cents=balance, target_balance_cents=target, max_cents=most
        ),
        outside_accounts,
        rates,
        amounts,
        amounts,
        amounts,
    ),
)
first_steps = st.one_of(
    st.builds(
        lambda claims, policy: {"op": "reimburse", "claims": claims, "on_shortfall": policy},
        claims,
        st.sampled_from(["prorata", "fifo"]),
    ),
    levies,
    st.builds(lambda to, cents: {"op": "fixed", "to": to, "amount_cents": cents}, outside_accounts, amounts),
    st.builds(lambda claims, rate: {"op": "debt", "claims": claims, "max_rate": rate}, debts, rates),
)
key_types = st.sampled_from(["equal", "minutes", "points", "percent", "declared", "give"])
key_lists = st.one_of(
    key_types.map(lambda kind: [{"type": kind}]),
    st.lists(
        st.builds(lambda kind, part: {"type": kind, "weight": str(part)}, key_types, st.integers(1, 100)),
        min_size=2,
        max_size=4,
    ),
)


def numbered(steps):
    return [{**step, "id": f"etape-{rank}"} for rank, step in enumerate(steps, start=1)]


@st.composite
def sharings(draw, people=None, with_bounds=True):
    """A whole question that the engine may not refuse: every rest has a destination."""
    people = draw(groups()) if people is None else people
    last = split(
        *draw(key_lists),
        rest_to="pot:report",
        fallback_to="pot:repli",
        on_excess="prorata",
        min_minutes=draw(st.sampled_from([0, 0, 30])),
    )
    mixes_requests = len(last["keys"]) > 1 and any(key["type"] == "declared" for key in last["keys"])
    if with_bounds and not mixes_requests and draw(st.booleans()):
        last["maxima"] = {"*": draw(st.integers(0, 10**7))}
    after = draw(st.sampled_from([[], [{"op": "solidarity", "rate": "0.15"}]]))
    steps = numbered([*draw(st.lists(first_steps, max_size=4)), last, *after])
    return sharing(draw(amounts), people, *steps, tie_start=draw(st.integers(0, 20)))
