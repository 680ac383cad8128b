"""Each production check speaks when its danger is there, and is silent when it is not."""

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.test import override_settings

SOUND = {
    "SECRET_KEY": "s" * 50,
    "SALT_KEY": ["f" * 50],
    "ALLOWED_HOSTS": ["kpacite.example"],
    "SITE_URL": "https://kpacite.example",
    "DEMO": False,
    "DEBUG": False,
    "DEFAULT_FROM_EMAIL": "KPA-Cité <bonjour@kpacite.example>",
    "MEDIA_ROOT": "/srv/kpacite/fichiers",
}
DANGERS = {
    "kpacite.E001": {"SECRET_KEY": "short"},
    "kpacite.E002": {"SALT_KEY": []},
    "kpacite.E003": {"SALT_KEY": ["s" * 50]},
    "kpacite.E004": {"ALLOWED_HOSTS": ["*"]},
    "kpacite.E005": {"SITE_URL": "http://kpacite.example"},
    "kpacite.E006": {"DEMO": True},
    "kpacite.E007": {"MEDIA_ROOT": settings.STATIC_ROOT / "frais"},
    "kpacite.W003": {"MEDIA_ROOT": settings.ROOT / "var" / "fichiers"},
    "kpacite.W001": {"DEFAULT_FROM_EMAIL": "KPA-Cité <ne-pas-repondre@localhost>"},
}


def spoken() -> set[str]:
    return {message.id for message in run_checks(include_deployment_checks=True, tags=["security"])}


@pytest.mark.parametrize("check", DANGERS)
def test_a_danger_is_named(check: str) -> None:
    with override_settings(**SOUND | DANGERS[check]):
        assert check in spoken()


def test_a_sound_installation_is_left_in_peace() -> None:
    with override_settings(**SOUND):
        assert not {check for check in spoken() if check.startswith("kpacite.")}


def test_every_danger_comes_with_a_hint() -> None:
    with override_settings(**{key: value for danger in DANGERS.values() for key, value in danger.items()}):
        ours = list(run_checks(include_deployment_checks=True, tags=["security"]))
    assert all(message.hint for message in ours if message.id.startswith("kpacite."))
