"""Services, who is around whom, orientations, prescribers: invented, dated from the day of loading."""

from datetime import timedelta

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.paths import services
from kpacite.domain.paths.enums import NoteTheme, OrientationState, SupportQuality
from kpacite.domain.paths.models import PartnerService, Path
from kpacite.domain.people.models import Account
from kpacite.scenarios.seeding import Row, Seeding

CARD = ("about", "contact", "phone", "email")


def services_of(seeding: Seeding, row: Row) -> None:
    kpa = Kpa.objects.select_related("organisation").get(organisation__slug=row["kpa"])
    if PartnerService.objects.filter(kpa=kpa, name=row["name"]).exists():
        return
    card = {name: row.get(name, "") for name in CARD}
    service = services.add_partner_service(kpa=kpa, name=row["name"], **card, **seeding.by)
    if "words" in row:
        services.gather_referrals(kpa=kpa, words=row["words"], service=service, **seeding.by)


def around(seeding: Seeding, row: Row) -> None:
    """Someone in the group of a person, or proposed to her."""
    path = _path(row)
    actor = _account(row["by"])
    partner = row["quality"] == SupportQuality.PARTNER
    who = services.Who(
        quality=SupportQuality(row["quality"]),
        supporter=None if partner else _account(row["who"]).person,
        service=PartnerService.objects.get(kpa=path.kpa, name=row["who"]) if partner else None,
        contact=row.get("contact", ""),
    )
    if path.support.filter(supporter=who.supporter, service=who.service).exists():
        return
    start = seeding.today - timedelta(days=row["days_ago"])
    services.propose_support(
        path=path,
        who=who,
        reason=row["reason"],
        start=start,
        end=seeding.today + timedelta(days=row["for_days"]) if "for_days" in row else None,
        actor=actor,
        today=start,
        now=seeding.now,
    )


def orientation(seeding: Seeding, row: Row) -> None:
    path = _path(row)
    service = PartnerService.objects.get(kpa=path.kpa, name=row["service"])
    if path.orientations.filter(service=service).exists():
        return
    asked = seeding.today - timedelta(days=row["days_ago"])
    written = services.orient(
        path=path,
        service=service,
        theme=NoteTheme(row["theme"]),
        reason=row["reason"],
        actor=_account(row["by"]),
        today=asked,
        now=seeding.now,
    )
    own = Account.objects.get(person=path.person)
    if row.get("agrees"):
        services.consent_to_orientation(
            orientation=written, agrees=True, actor=own, today=asked, now=seeding.now
        )
    if "answer" in row:
        services.answer_orientation(
            orientation=written,
            state=OrientationState(row["answer"]),
            day=asked + timedelta(days=row["after_days"]),
            words=row.get("words", ""),
            actor=_account(row["by"]),
            now=seeding.now,
        )


def _path(row: Row) -> Path:
    rows = Path.objects.select_related("person", "kpa__organisation")
    return rows.get(person=_account(row["path"]).person, kpa__organisation__slug=row["kpa"])


def _account(login: str) -> Account:
    return Account.objects.select_related("person").get(login_name=login)
