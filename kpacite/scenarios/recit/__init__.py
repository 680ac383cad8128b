"""The récit of the bilan of 2022–2023: a drawn photo marked « exemple », a link that was given, and what La
Cape offers while the network asks.
"""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw

from kpacite.domain.indicators import services
from kpacite.domain.indicators.enums import Outside, Section, TextKind
from kpacite.domain.indicators.models import Report
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Account
from kpacite.integrations.uploads import clean_picture
from kpacite.scenarios.bilan import SLUG
from kpacite.scenarios.seeding import Seeding

ALT = "Dessin d’exemple : trois personnes derrière une table, devant une maison."
ALT_OFFERED = "Dessin d’exemple : la même table, un autre jour."
ASKED = timedelta(days=21)
WORDS = (
    ("Exemple : ici, on décide ensemble du prix de nos repas.", ""),
    ("Exemple : merci à toutes et à tous !", "Racontez plutôt une chose que vous avez faite."),
)
PAPER_BLUE = "#dfeaf0"
PAPER, INK, SUN, DUCK, BRICK = "#f3e8d5", "#17262b", "#f7c548", "#0b5a63", "#b9462f"


def load(seeding: Seeding) -> Iterator[float]:
    report = Report.objects.get(slug=SLUG)
    esther = Account.objects.select_related("person").get(login_name="esther")
    by = {"actor": esther, "now": seeding.now}
    if not report.photos.exists():
        services.add_photo(
            report=report,
            picture=clean_picture(_drawing()),
            agreed=True,
            author=esther.person,
            section=Section.PATHS,
            alt=ALT,
            credit="dessin d’exemple",
            **by,
        )
    yield 0.5
    freeze = report.freezes.order_by("number")[0]
    if not freeze.links.exists():
        given_to = "Un financeur (exemple)"
        services.give_link(freeze=freeze, audience=Outside.FUNDER, given_to=given_to, **by)
    if report.asks_until is None:
        _offers(report, seeding, by)
    yield 1.0


def _offers(report: Report, seeding: Seeding, by: dict[str, Any]) -> None:
    """Amina's words and Chloé's photo wait for an answer; other words have one."""
    until, today = seeding.today + ASKED, seeding.today
    services.ask_kpas(report=report, until=until, today=today, **by)
    report.refresh_from_db()
    la_cape = Kpa.objects.get(organisation__slug="la-cape")
    amina, chloe = (
        Account.objects.select_related("person").get(login_name=name) for name in ("amina", "chloe")
    )
    hers = {"actor": amina, "now": seeding.now, "today": today, "author": amina.person, "kpa": la_cape}
    for body, answer in WORDS:
        words = services.offer_text(
            report=report, section=Section.EXITS, kind=TextKind.QUOTE, body=body, **hers
        )
        if answer:
            services.decline_text(text=words, version=1, answer=answer, **by)
    services.offer_photo(
        report=report,
        kpa=la_cape,
        picture=clean_picture(_drawing(PAPER_BLUE)),
        agreed=True,
        author=chloe.person,
        section=Section.SALES,
        alt=ALT_OFFERED,
        credit="dessin d’exemple",
        today=today,
        actor=chloe,
        now=seeding.now,
    )


def _drawing(paper_colour: str = PAPER) -> bytes:
    """Nobody is on it: shapes, which say that they are an example."""
    paper = Image.new("RGB", (900, 560), paper_colour)
    pen = ImageDraw.Draw(paper)
    pen.polygon([(180, 240), (450, 60), (720, 240)], fill=BRICK)
    pen.rectangle((230, 240, 670, 420), fill=SUN)
    for left in (250, 420, 590):
        pen.ellipse((left, 250, left + 70, 320), fill=INK)
        pen.rectangle((left - 15, 325, left + 85, 430), fill=DUCK)
    pen.rectangle((140, 420, 760, 450), fill=INK)
    pen.text((140, 480), "EXEMPLE", fill=INK, font_size=34)
    out = io.BytesIO()
    paper.save(out, "PNG")
    return out.getvalue()
