"""What docs/decisions/0007 promises about compressed pages."""

import re

import pytest
from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.test import Client


@pytest.mark.django_db
def test_the_size_of_a_compressed_page_is_blurred(client: Client) -> None:
    sizes = {len(client.get("/connexion/", headers={"accept-encoding": "gzip"}).content) for _ in range(20)}
    assert len(sizes) > 5
    assert GZipMiddleware.max_random_bytes >= 100


@pytest.mark.django_db
def test_the_token_of_a_form_is_written_otherwise_each_time(client: Client) -> None:
    pages = [client.get("/connexion/").content.decode() for _ in range(2)]
    first, second = (re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page) for page in pages)
    assert first
    assert not set(first) & set(second)


def test_images_and_frames_of_other_sites_open_our_pages_as_nobody() -> None:
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
