"""Tests that read the code base, so that reviews can be about ideas."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MAILS = sorted((ROOT / "templates" / "emails").rglob("*.txt"))
SOURCES = sorted(path for path in (ROOT / "kpacite").rglob("*.py") if "migrations" not in path.parts)
BLOCKS = ["title", "header", "messages", "content", "script"]
# design/brief: words that a person is never to read on her screen.
FORBIDDEN_WORDS = [
    "simplement",
    "il suffit de",
    "usager",
    "usagère",
    "bénéficiaire",
    "public cible",
    "cliquez ici",
]
TRANSLATORS = {"_", *(f"{kind}gettext{lazy}" for kind in ("", "n", "p", "np") for lazy in ("", "_lazy"))}
LONGEST_SENTENCE = 25
LONGEST_TEMPLATE = 120
LONGEST_MODULE = 400
TRANSLATED = re.compile(
    r"{%\s*(?:trans|translate)\s+(?P<q>[\"'])(?P<short>.*?)(?P=q)|"
    r"{%\s*blocktrans(?:late)?[^%]*%}(?P<long>.*?){%\s*endblocktrans",
    re.DOTALL,
)

each_template = pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates"))
)


def without_comments(path: Path) -> str:
    return re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.DOTALL)


def translations_inside_strings(path: Path) -> list[str]:
    """The tool that collects sentences does not look inside f-strings."""
    return [
        f"line {call.lineno}: {ast.unparse(call)}"
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in TRANSLATORS
    ]


def sentences(path: Path) -> list[str]:
    texts = [match["short"] or match["long"] or "" for match in TRANSLATED.finditer(without_comments(path))]
    plain = (re.sub(r"<[^>]+>|{{.*?}}|{%.*?%}", " ", text) for text in texts)
    return [
        sentence.strip()
        for text in plain
        for sentence in re.split(r"[.!?…:;]\s|\n\s*\n", text)
        if sentence.strip()
    ]


@each_template
def test_a_template_obeys_the_strict_csp(path: Path) -> None:
    text = without_comments(path)
    assert not re.search(r"\sstyle=", text), "inline style"
    assert not re.search(r"\son[a-z]+=", text), "inline script"
    assert not re.search(r"<script(?![^>]*(src=|nonce=))", text), "script without source or nonce"
    assert "<style" not in text or "emails" in path.parts, "inline stylesheet"


@each_template
def test_a_template_asks_nothing_of_other_hosts(path: Path) -> None:
    assert not re.search(r"(src|action)=[\"']https?://", without_comments(path))
    assert not re.search(r"<link[^>]+href=[\"']https?://", without_comments(path))


@each_template
def test_htmx_only_enhances_real_links_and_forms(path: Path) -> None:
    for tag in re.findall(r"<(?:\"[^\"]*\"|'[^']*'|[^<>\"'])+>", without_comments(path)):
        if re.search(r"\shx-(get|post|put|delete|patch)=", tag):
            assert re.search(r"\s(href|action)=", tag), tag


@each_template
def test_an_include_says_what_it_gives(path: Path) -> None:
    for tag in re.findall(r"{%\s*include\s[^%]*%}", without_comments(path)):
        assert re.search(r"\sonly\s*%}$", tag), tag


def sends(path: Path) -> bool:
    """Whether a template draws a form that posts, itself or through what it includes."""
    text = without_comments(path)
    included = re.findall(r"{%\s*include\s+\"([^\"]+\.html)\"", text)
    own = re.search(r"{%\s*csrf_token\s*%}|<c-form\b|<c-confirm\b", text)
    return bool(own) or any(sends(ROOT / "templates" / name) for name in included)


@each_template
def test_a_form_in_an_include_gets_its_token(path: Path) -> None:
    """`only` hides the token too: without it, a browser is refused what the form sends."""
    for tag, name in re.findall(r"({%\s*include\s+\"([^\"]+\.html)\"[^%]*%})", without_comments(path)):
        assert "csrf_token=csrf_token" in tag or not sends(ROOT / "templates" / name), tag


@each_template
def test_blocks_come_in_the_agreed_order(path: Path) -> None:
    found = [name for name in re.findall(r"{%\s*block\s+(\w+)", without_comments(path)) if name in BLOCKS]
    assert found == sorted(found, key=BLOCKS.index)


@each_template
def test_a_template_stays_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_TEMPLATE


@each_template
def test_what_people_read_is_plain(path: Path) -> None:
    if "showcase" in path.parts:
        return
    for sentence in sentences(path):
        lowered = f" {sentence.lower()} "
        assert not [word for word in FORBIDDEN_WORDS if f" {word} " in lowered], sentence
        assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


@pytest.mark.parametrize(
    "path", [*TEMPLATES, *MAILS], ids=lambda path: str(path.relative_to(ROOT / "templates"))
)
def test_a_sentence_to_translate_holds_plain_names(path: Path) -> None:
    """`{{ quote.title }}` inside a `blocktrans` is drawn as nothing: it takes a name given by `with`."""
    long = [match["long"] or "" for match in TRANSLATED.finditer(without_comments(path))]
    assert not [text for text in long if re.search(r"{{\s*\w+[.|]", text)]


@each_template
def test_french_text_is_marked_for_translation(path: Path) -> None:
    # The 500 page is drawn when nothing can be trusted, not even translations.
    if "showcase" in path.parts or path.name == "500.html":
        return
    text = re.sub(TRANSLATED, "", without_comments(path))
    text = re.sub(r"{%\s*block\s+\w*class\w*\s*%}.*?{%\s*endblock[^%]*%}", "", text)
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)
    text = re.sub(r"<(script|style|svg|code|pre)\b.*?</\1>", " ", text, flags=re.DOTALL)
    bare = re.sub(r"<(?:\"[^\"]*\"|'[^']*'|[^<>\"'])+>", " ", text, flags=re.DOTALL)
    words = re.findall(r"[A-Za-zÀ-ÿœŒ’]{3,}", bare)
    allowed = {
        "KPA",
        "Cité",
        "KPA-Cité",
        "CSV",
        "PDF",
        "XLSX",
        "SIRET",
        "SIREN",
        "nbsp",
        "amp",
        "middot",
        "hellip",
        "times",
    }
    assert [word for word in words if word not in allowed] == []


def test_every_template_is_used() -> None:
    code = "\n".join(
        path.read_text() for path in [*SOURCES, *TEMPLATES, *(ROOT / "templates").rglob("*.txt")]
    )
    overrides = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
    for path in TEMPLATES:
        name = str(path.relative_to(ROOT / "templates"))
        top = name.split("/", maxsplit=1)[0]
        if (
            top in {"components", "account", "mfa", "usersessions", "django", "allauth", "showcase"}
            or name in overrides
        ):
            continue
        stem = name.removeprefix("emails/").removesuffix(".html") if top == "emails" else name
        assert stem in code, f"{name} is never rendered"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_stays_under_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_domain_has_no_clock(path: Path) -> None:
    if "domain" in path.parts:
        assert not re.search(
            r"\b(timezone\.now|localdate|date\.today|datetime\.now|time\.time)\(\)", path.read_text()
        )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_is_hidden_from_the_translators_inside_an_f_string(path: Path) -> None:
    assert translations_inside_strings(path) == []


def test_a_sentence_inside_an_f_string_would_be_found(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("a = f\"{_('Bonjour')} {name}\"\nb = _('Bien')\n")
    assert translations_inside_strings(planted) == ["line 1: _('Bonjour')"]
