"""The bilans: open to everybody, to funders, to the members of a KPA, and prepared by the network."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from kpacite.interfaces.www.bilan.gates import FUNDER, KPA_MEMBER, NETWORK_STAFF, PUBLIC
from kpacite.interfaces.www.bilan.offer_gates import OFFER_AUTHOR, OFFER_READER
from kpacite.interfaces.www.bilan.sheet_gates import (
    SHEET_BUILDER,
    SHEET_COPIER,
    SHEET_EDITOR,
    SHEET_LISTER,
    SHEET_READER,
)
from kpacite.interfaces.www.bilan.views import (
    funder,
    kpa,
    link,
    links,
    offers,
    photos,
    preview,
    public,
    recits,
    sheet_lines,
    sheets,
    staff,
    story,
)
from kpacite.platform.access import Access, declare


def _route(access: Access, route: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(route, declare(access)(view), name=name)


FILE = "<slug:report>/chiffres/<slug:file_kind>/"
OPEN, STAFF, OURS = "reseau/bilan/", "reseau/bilans/", "financeur/bilans/"
PHOTO, KEY = "<slug:report>/photos/<int:photo>/", "reseau/recit/<str:token>/"
RECITS, WORDS = "<slug:kpa>/recits/", "<slug:report>/paroles/<int:text>/"
OFFER = "<slug:report>/propositions/"

SHEET, LINE = "<int:sheet>/", "<int:sheet>/ligne/"
ONE_LINE = LINE + "<int:sheet_line>/"


def _sheets(home: str, root: str) -> list[URLPattern]:
    """One's own statistics, the same in a KPA and in the network."""
    return [
        _route(SHEET_LISTER, root, sheets.sheets, f"{home}_sheets"),
        _route(SHEET_BUILDER, root + "nouvelle/", sheets.new, f"{home}_sheet_new"),
        _route(SHEET_READER, root + SHEET, sheets.sheet, f"{home}_sheet"),
        _route(SHEET_READER, root + SHEET + "chiffres/<slug:file_kind>/", sheets.file, f"{home}_sheet_file"),
        _route(SHEET_COPIER, root + SHEET + "copier/", sheets.copy, f"{home}_sheet_copy"),
        _route(SHEET_EDITOR, root + SHEET + "changer/", sheets.edit, f"{home}_sheet_edit"),
        _route(SHEET_EDITOR, root + SHEET + "geste/", sheets.act, f"{home}_sheet_act"),
        _route(SHEET_EDITOR, root + LINE, sheet_lines.new, f"{home}_sheet_line_new"),
        _route(SHEET_EDITOR, root + ONE_LINE, sheet_lines.line, f"{home}_sheet_line"),
        _route(
            SHEET_EDITOR, root + ONE_LINE + "condition/", sheet_lines.condition, f"{home}_sheet_condition"
        ),
        _route(SHEET_EDITOR, root + ONE_LINE + "geste/", sheet_lines.act, f"{home}_sheet_line_act"),
    ]


urlpatterns = [
    _route(PUBLIC, OPEN, public.bilans, "bilan_list"),
    _route(PUBLIC, OPEN + "<slug:report>/", public.bilan, "bilan_public"),
    _route(PUBLIC, OPEN + FILE, public.file, "bilan_public_file"),
    _route(PUBLIC, OPEN + PHOTO, public.photo, "bilan_public_photo"),
    _route(PUBLIC, KEY, link.bilan, "bilan_link"),
    _route(PUBLIC, KEY + "chiffres/<slug:file_kind>/", link.file, "bilan_link_file"),
    _route(PUBLIC, KEY + "photos/<int:photo>/", link.photo, "bilan_link_photo"),
    _route(NETWORK_STAFF, STAFF, staff.bilans, "network_bilans"),
    _route(NETWORK_STAFF, STAFF + "preparer/", staff.prepare, "network_bilan_new"),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/", staff.bilan, "network_bilan"),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/comparer/", staff.compare, "network_bilan_compare"),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/figer/", staff.freeze, "network_bilan_freeze"),
    _route(
        NETWORK_STAFF,
        STAFF + "<slug:report>/<int:edition>/publier/<slug:audience>/",
        staff.publish,
        "network_bilan_publish",
    ),
    _route(
        NETWORK_STAFF,
        STAFF + "<slug:report>/<int:edition>/apercu/<slug:audience>/",
        preview.preview,
        "network_bilan_preview",
    ),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/recit/ecrire/", story.write, "network_bilan_text_new"),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/recit/<int:text>/", story.change, "network_bilan_text"),
    _route(
        NETWORK_STAFF,
        STAFF + "<slug:report>/recit/<int:text>/enlever/",
        story.remove,
        "network_bilan_text_remove",
    ),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/photos/ajouter/", photos.add, "network_bilan_photo_new"),
    _route(NETWORK_STAFF, STAFF + PHOTO, photos.picture, "network_bilan_photo"),
    _route(NETWORK_STAFF, STAFF + PHOTO + "enlever/", photos.remove, "network_bilan_photo_remove"),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/demander/", offers.ask, "network_bilan_ask"),
    _route(NETWORK_STAFF, STAFF + OFFER + "paroles/<int:text>/", offers.text, "network_bilan_offer_text"),
    _route(NETWORK_STAFF, STAFF + OFFER + "photos/<int:photo>/", offers.photo, "network_bilan_offer_photo"),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/liens/", links.links, "network_bilan_links"),
    _route(
        NETWORK_STAFF,
        STAFF + "<slug:report>/liens/<int:link>/fermer/",
        links.close,
        "network_bilan_link_close",
    ),
    _route(NETWORK_STAFF, STAFF + FILE, staff.file, "network_bilan_file"),
    _route(FUNDER, OURS, funder.bilans, "funder_bilans"),
    _route(FUNDER, OURS + "<slug:report>/", funder.bilan, "funder_bilan"),
    _route(FUNDER, OURS + FILE, funder.file, "funder_bilan_file"),
    _route(FUNDER, OURS + PHOTO, funder.photo, "funder_bilan_photo"),
    _route(KPA_MEMBER, "<slug:kpa>/bilan/", kpa.bilan, "kpa_bilan"),
    _route(KPA_MEMBER, RECITS, recits.recits, "kpa_recits"),
    _route(KPA_MEMBER, RECITS + "<slug:report>/paroles/", recits.write, "kpa_recit_text_new"),
    _route(OFFER_AUTHOR, RECITS + WORDS, recits.change, "kpa_recit_text"),
    _route(OFFER_AUTHOR, RECITS + WORDS + "retirer/", recits.take_back, "kpa_recit_text_remove"),
    _route(KPA_MEMBER, RECITS + "<slug:report>/photos/", recits.add_photo, "kpa_recit_photo_new"),
    _route(OFFER_READER, RECITS + PHOTO, recits.picture, "kpa_recit_photo"),
    _route(OFFER_AUTHOR, RECITS + PHOTO + "enlever/", recits.remove_photo, "kpa_recit_photo_remove"),
    *_sheets("network", "reseau/statistiques/"),
    *_sheets("kpa", "<slug:kpa>/statistiques/"),
]
