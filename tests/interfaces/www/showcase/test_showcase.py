"""The showcase shows every component, and the components keep their promises."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.test import Client

from kpacite.interfaces.www.showcase.samples import GROUPS, SAMPLES
from kpacite.platform.forms import Form, HoneypotMixin

ROOT = Path(settings.ROOT)
TEMPLATES = ROOT / "templates"
sys.path.append(str(ROOT / "scripts"))
COMPONENTS = sorted(
    path for path in (TEMPLATES / "components").glob("*.html") if not path.name.startswith("_")
)
LONGEST_COMPONENT = 60
INLINE = ("amount", "avatar", "badge", "button", "date", "icon", "label")


def rendered(source: str, **context: object) -> str:
    return Engine.get_default().from_string(source).render(Context(context))


@pytest.fixture
def page(client: Client) -> str:
    return client.get("/composants/").content.decode()


def test_the_showcase_is_closed_in_production(client: Client, settings: Any) -> None:
    settings.SHOWCASE = False
    assert client.get("/composants/").status_code == 404


def test_every_component_is_shown_with_its_code(page: str) -> None:
    shown = [name for _title, names in GROUPS for name in names]
    assert (
        sorted(shown) == sorted(path.stem for path in COMPONENTS) == sorted(p.stem for p in SAMPLES.iterdir())
    )
    assert all(f'id="{name}"' in page for name in shown)
    assert "&lt;c-button" in page


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_opens_with_its_usage_and_stays_small(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.startswith("{% comment %}")
    assert f"<c-{path.stem}" in source.split("{% endcomment %}")[0]
    assert "<c-vars" in source
    assert len(source.splitlines()) <= LONGEST_COMPONENT


@pytest.mark.parametrize("name", INLINE)
def test_a_component_in_a_sentence_leaves_no_space_before_the_full_stop(name: str) -> None:
    source = (TEMPLATES / "components" / f"{name}.html").read_text("utf-8")
    assert not source.endswith("\n")


def test_a_form_without_trap_shows_every_field_once_with_its_error_beside_and_on_top() -> None:
    class Plain(Form):
        name = forms.CharField(label="Votre nom", help_text="Comme on vous appelle.")

    html = rendered(
        '{% cotton form :form="form" button="Envoyer mon nom" / %}', form=Plain({}), csrf_token="t"
    )
    assert html.count('name="name"') == 1
    assert html.count("Écrivez votre nom.") == 2
    assert '<a href="#id_name">' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "piege" not in html


def test_the_trap_is_drawn_out_of_sight_and_out_of_reach() -> None:
    class Trapped(HoneypotMixin, Form):
        name = forms.CharField(label="Votre nom")

    html = rendered('{% cotton form :form="form" button="Envoyer" / %}', form=Trapped(), csrf_token="t")
    trap = html.split('<div class="piege" aria-hidden="true">')[1]
    assert html.count('name="site_web"') == 1
    assert 'tabindex="-1"' in trap


def test_the_page_has_no_inline_style_no_inline_script_and_no_undrawn_component(page: str) -> None:
    html = re.sub(r"<pre.*?</pre>", "", page, flags=re.DOTALL)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*src=)", html)
    assert "<c-" not in html
    assert "{{" not in html


def test_every_id_of_the_page_is_unique(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_no_template_has_an_inline_style_or_a_median_dot_in_a_spoken_attribute() -> None:
    for path in TEMPLATES.rglob("*.html"):
        if "emails" in path.parts or "documents" in path.parts:
            continue
        source = path.read_text("utf-8")
        assert not re.search(r"""\sstyle=["']""", source), path
        assert not re.search(r"""(?:aria-label|title|alt)="[^"]*·""", source), path


def test_the_sprite_holds_the_icons_in_use_and_no_other() -> None:
    from build_icons import sprite_icons, used_icons  # type: ignore[import-not-found]  # noqa: PLC0415

    assert sprite_icons() == used_icons()


def test_the_stylesheet_has_every_measure_and_stays_light() -> None:
    import gzip  # noqa: PLC0415

    css = (ROOT / "static" / "kpacite.css").read_bytes()
    measures = {int(n) for n in re.findall(rb"\.v-(\d+)\{--v:\1\}", css)}
    assert measures == set(range(101))
    assert len(gzip.compress(css)) <= 12_000
    assert b"http" not in re.sub(rb"a\[href\^=\"http\"\]", b"", css)


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429"])
def test_an_error_page_says_what_happened_and_where_to_go(code: str, rf: Any) -> None:
    page = render_to_string(f"{code}.html", request=rf.get("/nulle-part/"))
    assert page.count("<h1") == 1
    assert 'href="/"' in page


def test_the_500_page_needs_nothing_at_all() -> None:
    page = render_to_string("500.html")
    assert "Ça n’a pas marché" in page
    assert "{" not in page


def test_an_unknown_address_gets_our_404(client: Client, db: None) -> None:
    answer = client.get("/nulle-part/")
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.content.decode()
