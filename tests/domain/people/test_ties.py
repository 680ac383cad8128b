"""No link to a person may be forgotten by a merge: every one is declared, by the app that holds it."""

from kpacite.domain.people import ties


def test_every_link_to_a_person_says_what_a_merge_does_with_it():
    declared = {tie.name for tie in ties.declared()}
    found = {f"{model}.{field}" for model, field in ties.links_to_people()}
    assert found - declared == set(), "declare them in the ties.py of their app"
    assert declared - found == set(), "these columns are no more"
