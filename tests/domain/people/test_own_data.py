"""The export of oneself: complete by construction, and never about someone else."""

import pytest
from django.apps import apps

from kpacite.domain.people.own_data import APART, OUR_APPS, OWN_LINKS, own_data, tables


def test_every_table_that_points_to_a_person_is_in_the_export_or_kept_apart_with_a_reason():
    given = {model._meta.label_lower for model, _link in tables()}
    for model in apps.get_models():
        if not model.__module__.startswith(OUR_APPS):
            continue
        names = {field.name for field in model._meta.concrete_fields if field.is_relation}
        if names & set(OWN_LINKS):
            label = model._meta.label_lower
            pointing = model._meta.get_field((names & set(OWN_LINKS)).pop()).related_model._meta.label_lower
            if pointing in ("people.person", "people.account"):
                assert label in given or APART.get(label), f"{label} is neither exported nor kept apart"
    assert all(apps.get_model(label) for label in APART)


@pytest.mark.django_db
def test_my_card_and_my_hats_are_there_and_no_secret_is(amina, bilal):
    found = own_data(amina.person)
    text = str(found)
    assert "Amina" in text
    assert "organisations.roleassignment" in {table.code for table in found}
    assert "Bilal" not in text
    assert amina.password not in text
