"""The address of the reading comfort page, which lives in another area and may be absent."""

from django.urls import NoReverseMatch, reverse


def reading_url() -> str:
    try:
        return reverse("reading")
    except NoReverseMatch:
        return ""
