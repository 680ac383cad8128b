from datetime import date, time

import pytest

from kpacite.domain.organisations.enums import (
    ContactPurpose,
    KpaStatus,
    LinkRole,
    PartnerStage,
    Role,
)
from kpacite.domain.organisations.models import (
    Checklist,
    ChecklistItem,
    Cohort,
    ContactMessage,
    Invitation,
    Kpa,
    KpaAlias,
    KpaLink,
    KpaStatusPeriod,
    KpaTag,
    Neighbourhood,
    Organisation,
    Parameter,
    PartnerRelation,
    Place,
    RoleAssignment,
    SourceDocument,
    Tag,
    WebLink,
    WelcomeSlot,
)
from kpacite.domain.people.models import Person


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (KpaStatusPeriod(status=KpaStatus.ACTIVE, start=date(2018, 6, 1)), "En activité (2018-06-01)"),
        (Place(name="Labo 140", city="Roubaix"), "Labo 140, Roubaix"),
        (Place(city="Arras"), "Arras"),
        (Neighbourhood(name="Pile", city="Roubaix"), "Pile, Roubaix"),
        (
            SourceDocument(title="Récit évaluatif", date_words="Janvier 2024"),
            "Récit évaluatif (Janvier 2024)",
        ),
        (SourceDocument(title="Page internet"), "Page internet"),
        (Parameter(code="min_age", value=16, unit="years"), "min_age = 16 (ans)"),
        (Checklist(title="Se lancer", date_words="2019"), "Se lancer (2019)"),
        (ChecklistItem(title="Un lieu"), "Un lieu"),
        (Cohort(name="Les Coopains à bord"), "Les Coopains à bord"),
        (KpaAlias(name="Moulin Coop"), "Moulin Coop"),
        (WebLink(label="Boutique"), "Boutique"),
        (Tag(name="Couture"), "Couture"),
        (KpaTag(tag=Tag(name="Couture")), "Couture"),
        (PartnerRelation(partner=Organisation(name="MEL"), stage=PartnerStage.MET), "MEL (Rencontré)"),
        (Invitation(role=Role.REFERENT, organisation=Organisation(name="La Cape")), "Référent·e, La Cape"),
        (ContactMessage(name="Sami", purpose=ContactPurpose.ORDER), "Sami, Passer une commande"),
    ],
)
def test_each_row_says_what_it_is(row, words):
    assert str(row) == words


def test_a_slot_says_its_day_and_hour():
    assert str(WelcomeSlot(weekday=4, start_time=time(17, 30))) == "vendredi, 17:30"
    assert str(WelcomeSlot(day=date(2026, 3, 13), start_time=time(17, 30))) == "2026-03-13, 17:30"


def test_a_link_names_both_ends():
    kpa = Kpa(organisation=Organisation(name="La Cape"))
    link = KpaLink(kpa=kpa, organisation=Organisation(name="Opteos"), role=LinkRole.LEGAL_CARRIER)
    assert str(link) == "Opteos → La Cape"


def test_the_register_keeps_no_name_of_a_person():
    hat = RoleAssignment(
        person=Person(first_name="Amina"), role=Role.COOPERATOR, organisation=Organisation(name="La Cape")
    )
    message = ContactMessage(
        name="Sami", purpose=ContactPurpose.ORDER, organisation=Organisation(name="La Cape")
    )
    assert "Amina" in str(hat)
    assert hat.audit_repr == "Coopérant·e, La Cape"
    assert message.audit_repr == "Passer une commande, La Cape"
