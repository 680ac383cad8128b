"""The checks themselves, on planted faults: a check that finds nothing would prove nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import checks
from tests.e2e.browser import PHONE, Visit, new_context
from tests.e2e.findings import Findings

pytestmark = pytest.mark.e2e

GOOD = """<!doctype html>
<html lang="fr">
<head>
<title>Une page</title>
<meta name="viewport" content="width=device-width">
<style>
a, button, input { min-height: 44px; min-width: 44px; display: inline-block; font-size: 18px } %s</style>
</head>
<body><main><h1>Une page</h1>%s</main></body>
</html>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with new_context(browser, size=PHONE) as context:
        yield context.new_page()


def show(page: Page, body: str = "", css: str = "") -> Page:
    page.set_content(GOOD % (css, body))
    return page


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt"),
        ('<p style="color: #bbb">On lit mal.</p>', "color-contrast"),
        ('<input name="nom">', "label"),
        ('<a href="#x" style="font-size: 9px"></a>', "link-name"),
        ("<h4>Un titre saute des niveaux</h4>", "heading-order"),
        ("<ul><p>Pas une ligne</p></ul>", "list"),
    ],
)
def test_axe_finds_a_planted_violation(page, body, rule):
    with pytest.raises(AssertionError, match=rule):
        checks.axe(show(page, body))


def test_axe_finds_colours_that_only_the_dark_theme_has(page):
    dark = "html { background: black } p { color: #333 } h1 { color: #fff }"
    css = f"@media (prefers-color-scheme: dark) {{ {dark} }}"
    checks.axe_colours(show(page, "<p>On lit mal la nuit.</p>", css))
    page.emulate_media(color_scheme="dark")
    with pytest.raises(AssertionError, match="color-contrast"):
        checks.axe_colours(page)


def test_axe_is_content_with_a_good_page(page):
    checks.axe(
        show(page, '<p>Bonjour.</p><label>Nom <input autocomplete="name"></label><button>Envoyer</button>')
    )


@pytest.mark.parametrize(
    ("body", "css"),
    [
        ('<div class="large">Trop large</div>', ".large { width: 500px }"),
        ('<div class="large">Coupé</div>', "body { overflow-x: hidden } .large { width: 500px }"),
        ("<p>" + "a" * 80 + "</p>", ""),
        ('<div class="left">Parti à gauche</div>', ".left { position: relative; left: -50px }"),
    ],
)
def test_what_does_not_fit_in_320_pixels_is_found(page, body, css):
    with pytest.raises(AssertionError):
        checks.no_sideways_scroll(show(page, body, css))


def test_a_table_that_scrolls_by_itself_is_allowed(page):
    body = '<div class="region"><table class="large"><tr><td>1</td></tr></table></div>'
    checks.no_sideways_scroll(show(page, body, ".region { overflow-x: auto } .large { width: 900px }"))


def test_words_for_screen_readers_that_leave_a_table_that_scrolls_are_found(page):
    table = '<table class="large"><tr><td>1</td><td>2<span>pour cent</span></td></tr></table>'
    body = f'<div class="region">{table}</div>'
    css = ".region { overflow-x: auto } .large { width: 900px } span { position: absolute; width: 1px }"
    with pytest.raises(AssertionError, match="span spans"):
        checks.no_sideways_scroll(show(page, body, css))
    checks.no_sideways_scroll(show(page, body, css + ".region { position: relative }"))


def test_letters_twice_as_big_that_do_not_fit_are_found(page):
    show(
        page,
        '<div class="line">Une ligne assez longue qui ne se coupe pas</div>',
        ".line { white-space: nowrap }",
    )
    checks.no_sideways_scroll(page, 390)
    with pytest.raises(AssertionError):
        checks.text_at_double_size(page)


@pytest.mark.parametrize(
    "body",
    [
        '<button style="min-height: 30px">Petit</button>',
        '<a href="#x" style="min-height: 15px; line-height: 15px">Petit</a>',
        '<input type="checkbox" style="min-height: 15px; min-width: 15px" aria-label="Petit">',
    ],
)
def test_a_target_too_small_for_a_finger_is_found(page, body):
    with pytest.raises(AssertionError, match="wanted"):
        checks.targets_big_enough(show(page, body))


def test_big_targets_and_links_in_a_sentence_are_allowed(page):
    body = """<button>Envoyer</button><p>Lisez <a href="#x" style="display: inline">la suite</a> ici.</p>
      <label style="display: block; min-height: 44px; min-width: 44px">
      <input type="checkbox" style="all: revert"> Oui</label>"""
    checks.targets_big_enough(show(page, body))


def test_the_tab_walk_gives_the_order(page):
    body = (
        '<a href="#1">Un</a><button>Deux</button><button disabled>Jamais</button><input aria-label="Trois">'
    )
    assert checks.tab_walk(show(page, body)) == ["a « Un »", "button « Deux »", "input « Trois »"]


def test_a_second_walk_starts_at_the_top_again(page):
    show(page, "<button>Un</button><button>Deux</button><button>Trois</button>")
    assert (
        checks.tab_walk(page) == checks.tab_walk(page) == [f"button « {n} »" for n in ("Un", "Deux", "Trois")]
    )


def test_a_region_that_scrolls_is_walked_through_without_being_expected(page):
    body = """<div class="region" tabindex="-1"><p class="large">Large</p></div><button>Après</button>"""
    css = ".region { overflow-x: auto; width: 200px } .large { width: 900px }"
    assert checks.tab_walk(show(page, body, css))[-1] == "button « Après »"


def test_a_control_that_shows_no_focus_is_found(page):
    with pytest.raises(AssertionError, match="no visible focus: button « Deux »"):
        checks.tab_walk(
            show(page, "<button>Un</button><button class=n>Deux</button>", ".n:focus { outline: none }")
        )


def test_a_focus_hidden_under_a_bar_is_found(page):
    body = '<p style="height: 1000px">Long.</p><a href="#1">Sous la barre</a><nav class="bar">Barre</nav>'
    css = ".bar { position: fixed; bottom: 0; left: 0; right: 0; height: 200px; background: white }"
    with pytest.raises(AssertionError, match="focus hidden: a « Sous la barre »"):
        checks.tab_walk(show(page, body, css))
    checks.tab_walk(
        show(page, body, css + "html { scroll-padding-bottom: 200px } main { padding-bottom: 250px }")
    )


def test_a_trap_for_the_keyboard_is_found(page):
    body = '<button id="trap">Piège</button><button>Après</button>'
    show(page, body)
    page.evaluate(
        """document.getElementById('trap').addEventListener(
            'keydown', (event) => event.key === 'Tab' && event.preventDefault())"""
    )
    with pytest.raises(AssertionError, match="never reached: button « Après »"):
        checks.tab_walk(page)


def test_bars_that_cover_the_window_are_found(page):
    css = ".bar { position: fixed; bottom: 0; width: 100%; height: 60% }"
    with pytest.raises(AssertionError, match="60%"):
        checks.bars_leave_room(show(page, '<div class="bar">Barre</div>', css))


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<a href="#">Plus</a>', "leads nowhere"),
        ('<a href="#nulle-part">Aller</a>', "no such place"),
        ("<form><input aria-label=Nom></form>", "cannot be sent"),
        ("<button>Ouvrir</button>", "only a script would hear"),
        ('<p hx-get="/">Suite</p>', "htmx on p"),
    ],
)
def test_a_control_that_needs_a_script_is_found(page, body, problem):
    with pytest.raises(AssertionError, match=problem):
        checks.dead_controls(show(page, body))


def test_links_forms_and_folded_parts_need_no_script(page):
    body = """<a href="/">Accueil</a><a href="#bas">En bas</a><p id="bas">Bas</p>
      <form action="/"><button hx-get="/">Envoyer</button></form>
      <details><summary>Pourquoi ?</summary><h2>Parce que</h2></details>"""
    show(page, body)

    checks.dead_controls(page)
    checks.hidden_without_scripts(page)


def test_a_title_hidden_until_a_script_shows_it_is_found(page):
    with pytest.raises(AssertionError, match="never shown: Plus tard"):
        checks.hidden_without_scripts(show(page, "<h2 hidden>Plus tard</h2>"))


def test_right_to_left_is_told_from_left_to_right(page):
    assert not checks.starts_on_the_right(show(page))
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert checks.starts_on_the_right(page)


def test_all_that_is_wrong_is_told_with_where_it_was_seen(page):
    found = Findings()
    show(page, '<button style="min-height: 30px">Petit</button><ul><p>Pas une ligne</p></ul>')
    for check in (checks.targets_big_enough, checks.axe):
        with found.at(f"{check.__name__}, 390 px"):
            check(page)
    with pytest.raises(AssertionError, match=r"(?s)\[targets_big_enough, 390 px\].*\[axe, 390 px\] list"):
        found.assert_none()


def test_a_request_to_elsewhere_and_a_script_error_are_problems(page):
    visit = Visit(page, "http://127.0.0.1")
    visit.watch()
    show(page, '<img alt="" src="https://kpacite.example/pixel.png"><script>absent()</script>')
    page.wait_for_timeout(100)
    with pytest.raises(AssertionError, match=r"asks elsewhere: https://kpacite\.example"):
        visit.assert_quiet()
    assert any("absent is not defined" in problem for problem in visit.problems)


def test_what_a_view_weighs_is_known_without_opening_it_twice(visit):
    opened = visit("/", weigh=True)
    weight = opened.scale.weigh()

    assert opened.scale.elsewhere(opened.origin) == []
    assert opened.scale.elsewhere("http://nowhere.example") != []
    assert weight.requests == len(weight.detail.splitlines()) > 1
    assert weight.bytes > len(opened.page.content()) / 10
