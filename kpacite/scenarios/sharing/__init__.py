"""Rules and common pots of La Cape and Moulins Coop: all of them examples."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Account, Person
from kpacite.domain.people.services import write_bank_account
from kpacite.domain.sales.selectors.composition import carrier_on
from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import Quorum
from kpacite.domain.sharing.models import CommonPot, PayBatch, RuleVersion, Sharing, SharingRule
from kpacite.domain.sharing.rules import Status
from kpacite.domain.sharing.rules.recipe import EXAMPLES, Job, Purchase, Recipe, RoleBonus, Worker
from kpacite.kernel.money import Euro
from kpacite.scenarios.seeding import Row, Seeding, chosen, read

HERE = Path(__file__).parent


def load(seeding: Seeding) -> Iterator[float]:
    data = read(HERE / "rules.toml")
    for row in data["pot"]:
        _pot(seeding, row)
    for row in data["rule"]:
        if not SharingRule.objects.filter(kpa=_kpa(row), name=row["name"]).exists():
            _rule(seeding, row)
    yield 0.5
    for row in data["sharing"]:
        if not Sharing.objects.filter(kpa=_kpa(row), title=row["title"]).exists():
            _share(seeding, row)
    for row in data["pay"]:
        _pay(seeding, row)
    yield 1.0


def _kpa(row: Row) -> Kpa:
    return Kpa.objects.get(organisation__slug=row["kpa"])


def _person(login_name: str) -> Person:
    return Account.objects.select_related("person").get(login_name=login_name).person


def _pot(seeding: Seeding, row: Row) -> None:
    if not CommonPot.objects.filter(kpa=_kpa(row), code=row["code"]).exists():
        services.open_pot(
            kpa=_kpa(row), today=seeding.today, **chosen(row, "code", "name", "purpose"), **seeding.by
        )


def _rule(seeding: Seeding, row: Row) -> None:
    author = _person(row["author"])
    draft = services.write_rule(
        kpa=_kpa(row), name=row["name"], recipe=_recipe(row), author=author, **seeding.by
    )
    services.adopt_rule(
        version=draft,
        revision=draft.revision,
        motive=row["motive"],
        agreed_by=[_person(name) for name in row["agreed"]],
        today=seeding.today,
        **seeding.by,
    )
    if "next" in row:
        _next(seeding, draft, row)


def _next(seeding: Seeding, adopted: RuleVersion, row: Row) -> None:
    """A version in writing, with one sentence more."""
    draft = services.write_next_version(rule=adopted.rule, author=adopted.author, **seeding.by)  # type: ignore[arg-type]
    bonus = next(clause for clause in _example(row["next"]).clauses if clause.kind == "role")
    draft = services.add_sentence(version=draft, clause=bonus, revision=draft.revision, **seeding.by)
    consent = {"quorum": Quorum(row["next_quorum"]), "answer_days": row["next_answer_days"]}
    services.choose_consent(version=draft, revision=draft.revision, **consent, **seeding.by)


def _share(seeding: Seeding, row: Row) -> None:
    """One sharing, as far as its state says: asked of everyone, validated by the first two people."""
    people = [_person(name) for name in row["people"]]
    day = seeding.today - timedelta(days=row["days_ago"])
    named = RuleVersion.objects.filter(rule__kpa=_kpa(row), rule__name=row.get("rule", ""))
    sharing = services.start_sharing(
        kpa=_kpa(row),
        new=services.NewSharing(
            rule=named.first(),
            title=row["title"],
            cash=[services.Cash(f"exemple:{row['title']}", row["cash"], row["base_cents"], day)],
            job=_job(row, people),
            people={person.public_id: person for person in people},
        ),
        starter=people[0],
        **seeding.by,
    )
    if row["state"] == "simulated":
        return
    services.propose_sharing(sharing=sharing, today=seeding.today, **seeding.by)
    for person in people if row["state"] == "validated" else people[1:]:
        services.answer_sharing(sharing=sharing, person=person, question=None, **seeding.by)
    for person in people[:2] if row["state"] == "validated" else []:
        services.validate_sharing(sharing=sharing, person=person, today=seeding.today, **seeding.by)


def _pay(seeding: Seeding, row: Row) -> None:
    """People asked, the carrier sent its answers; who wrote an account waits for a transfer."""
    kpa, at = _kpa(row), {"today": seeding.today} | seeding.by
    carrier = carrier_on(kpa, seeding.today)
    if carrier is None or PayBatch.objects.filter(kpa=kpa).exists():
        return
    for asked in row["request"]:
        person = _person(asked["who"])
        services.ask_for_pay(kpa=kpa, person=person, amount=Euro(asked["cents"]), **at)
        if "iban" in asked:
            write_bank_account(person=person, holder=str(person), iban=asked["iban"], **seeding.by)
    batch = services.make_batch(kpa=kpa, carrier=carrier, **at)
    services.send_batch(batch=batch, **seeding.by)
    paid = {_person(asked["who"]).pk: chosen(asked, "gross_cents", "net_cents") for asked in row["request"]}
    answers = [
        services.Settlement(request=one, paid_on=seeding.today, **paid[one.person_id])
        for one in batch.requests.order_by("pk")
    ]
    services.settle_requests(settlements=answers, **at)


def _job(row: Row, people: list[Person]) -> Job:
    workers = tuple(
        Worker(id=one.public_id, name=one.first_name, minutes=minutes, status=_status(row, login_name))
        for one, minutes, login_name in zip(people, row["minutes"], row["people"], strict=True)
    )
    bought = Purchase("notes", _("les notes de frais"), row["purchases_cents"])
    return Job(base_cents=0, people=workers, purchases=(bought,))


def _status(row: Row, login_name: str) -> Status:
    return Status.NO_CONTRACT if login_name in row.get("held", ()) else Status.MEMBER


def _recipe(row: Row) -> Recipe:
    """The example, with a sum for whoever found the order before what is shared."""
    recipe = _example(row["example"])
    if "finder_cents" not in row:
        return recipe
    *before, shared = recipe.clauses
    return Recipe((*before, RoleBonus("finder", row["finder_cents"]), shared))


def _example(code: str) -> Recipe:
    return next(example.recipe for example in EXAMPLES if example.code == code)
