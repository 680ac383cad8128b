from django.apps import AppConfig


class GuardedConfig(AppConfig):
    """A small app whose tables guard each other, to migrate back and forth in a test."""

    name = "tests.platform.guarded"
    label = "guarded"
