"""What La Cape and Moulins Coop do and sell, as the documents name it. Invented prices say « exemple »."""

from collections.abc import Iterator
from pathlib import Path

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import ActivityIcon, GroupWish, OfferUnit, SupplyMode
from kpacite.domain.activities.models import Activity, GroupMembership, GroupRequest, Offer, TaskCoefficient
from kpacite.domain.activities.services import Option
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Account, Person
from kpacite.scenarios.seeding import Row, Seeding, chosen, read, source_of

HERE = Path(__file__).parent
EXAMPLE_SOURCE = "Exemple pour la démonstration, à faire vérifier par la comptabilité."


def load(seeding: Seeding) -> Iterator[float]:
    rows = [row for name in ("la-cape", "moulins-coop") for row in _rows(name)]
    for rank, row in enumerate(rows, start=1):
        activity = _activity(seeding, row)
        for place in row.get("group", []):
            _join(seeding, activity, place)
        for wish in row.get("asks", []):
            _ask(seeding, activity, wish)
        for task in row.get("tasks", []):
            _task(seeding, activity, task)
        for offer in row.get("offer", []):
            _offer(seeding, activity, offer)
        yield rank / len(rows)


def _rows(name: str) -> list[Row]:
    data = read(HERE / f"{name}.toml")
    return [chosen(data, "kpa", "opened_on") | row for row in data["activity"]]


def _person(login_name: str) -> Person:
    return Account.objects.select_related("person").get(login_name=login_name).person


def _activity(seeding: Seeding, row: Row) -> Activity:
    kpa = Kpa.objects.get(organisation__slug=row["kpa"])
    known = Activity.objects.filter(kpa=kpa, code=row["code"]).first()
    return known or services.open_activity(
        kpa=kpa,
        icon=ActivityIcon(row["icon"]),
        source=source_of(row),
        **chosen(row, "name", "trade_name", "code", "description", "opened_on"),
        **seeding.by,
    )


def _task(seeding: Seeding, activity: Activity, row: Row) -> None:
    if not TaskCoefficient.objects.filter(activity=activity, task=row["task"]).exists():
        services.note_coefficient(activity=activity, **row, **seeding.by)


def _join(seeding: Seeding, activity: Activity, row: Row) -> None:
    person = _person(row["who"])
    if not GroupMembership.objects.filter(activity=activity, person=person).exists():
        is_referent = row.get("referent", False)
        services.join_group(
            activity=activity, person=person, start=row["start"], is_referent=is_referent, **seeding.by
        )


def _ask(seeding: Seeding, activity: Activity, row: Row) -> None:
    person = _person(row["who"])
    if not GroupRequest.objects.filter(activity=activity, person=person).exists():
        services.ask_group(
            activity=activity,
            person=person,
            wish=GroupWish.MEMBER,
            words=row["words"],
            today=seeding.by["now"].date(),
            **seeding.by,
        )


def _offer(seeding: Seeding, activity: Activity, row: Row) -> None:
    if Offer.objects.filter(activity=activity, name=row["name"]).exists():
        return
    offer = services.write_offer(
        activity=activity,
        unit=OfferUnit(row["unit"]),
        author=_person(row["author"]) if "author" in row else None,
        options=[Option(**option) for option in row.get("options", [])],
        source=source_of(row),
        is_example="price_cents" in row or row.get("example", False),
        needs_check="check_reason" in row,
        **chosen(row, "name", "description", "price_cents", "min_quantity", "max_quantity"),
        **chosen(row, "season", "attributes", "check_reason", "quote"),
        **seeding.by,
    )
    for mode, vat_bp in row.get("vat", {}).items():
        services.note_rate(
            offer=offer,
            mode=SupplyMode(mode),
            vat_bp=vat_bp,
            valid_from=activity.opened_on,
            source=EXAMPLE_SOURCE,
            **seeding.by,
        )
    _move(seeding, offer, row.get("state", "published"))


def _move(seeding: Seeding, offer: Offer, state: str) -> None:
    if state == "draft":
        return
    services.propose_offer(offer=offer, **seeding.by)
    if state in ("published", "retired"):
        services.publish_offer(offer=offer, today=seeding.today, **seeding.by)
    if state == "retired":
        services.retire_offer(offer=offer, **seeding.by)
