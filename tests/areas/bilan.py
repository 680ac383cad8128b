"""Bilans: the one of 2022–2023, frozen and open in the demo."""

from kpacite.domain.indicators.models import ReportLink, ReportPhoto, ReportText, Sheet, SheetLine
from tests.areas import HERE, everywhere, first

OPEN = "2022-2023"
STORY = {"report": OPEN, "text": first(ReportText.objects, offered_at=None)}
PHOTO = {"report": OPEN, "photo": first(ReportPhoto.objects, kpa=None)}
OFFERED = {"standing": "offered", "kpa__organisation__slug": "la-cape"}
WORDS = {"report": OPEN, "text": first(ReportText.objects, **OFFERED)}
SHOT = {"report": OPEN, "photo": first(ReportPhoto.objects, **OFFERED)}
OURS = first(Sheet.objects, title="Les jeunes de La Cape, l’an dernier")
NETWORKS = first(Sheet.objects, title="Le réseau de mars 2022 à décembre 2023")
OUR_LINE = first(SheetLine.objects, sheet__title="Les jeunes de La Cape, l’an dernier")
NETWORKS_LINE = first(SheetLine.objects, sheet__title="Le réseau de mars 2022 à décembre 2023")
OFFERS = frozenset(
    {
        "network_bilan_offer_text",
        "network_bilan_offer_photo",
        "kpa_recit_text",
        "kpa_recit_text_remove",
        "kpa_recit_photo",
        "kpa_recit_photo_remove",
    }
)
SHEET_PAGES = ("sheet", "sheet_edit", "sheet_line_new")
HERES, THERES = {"kpa": HERE, "sheet": OURS}, {"sheet": NETWORKS}
ARGUMENTS = {
    "sheet": lambda name: (OURS if name.startswith("kpa_") else NETWORKS)(),
    "sheet_line": lambda name: (OUR_LINE if name.startswith("kpa_") else NETWORKS_LINE)(),
    "report": lambda _name: OPEN,
    "file_kind": lambda _name: "csv",
    "edition": lambda _name: 1,
    "text": lambda name: (WORDS if name in OFFERS else STORY)["text"](),
    "audience": lambda _name: "public",
    "photo": lambda name: (SHOT if name in OFFERS else PHOTO)["photo"](),
    "link": lambda _name: ReportLink.objects.order_by("pk").values_list("pk", flat=True)[0],
}
VISITOR_BY_ACCESS = {
    "story_offer_reader": "Chloé",
    "offer_author": "Chloé",
    "sheet_lister": "Chloé",
    "sheet_builder": "Chloé",
    "sheet_reader": "Chloé",
    "sheet_copier": "Chloé",
    "sheet_editor": "Chloé",
}
VISITORS = {
    "kpa_sheet": ["Chloé", "Bilal"],
    **{f"network_{name}": ["Esther"] for name in (*SHEET_PAGES, "sheets", "sheet_new", "sheet_line")},
}
SAMPLES = {
    **everywhere("kpa", HERE, "kpa_sheets", "kpa_sheet_new"),
    "network_sheets": [{}],
    "network_sheet_new": [{}],
    **{f"kpa_{name}": [HERES] for name in SHEET_PAGES},
    **{f"network_{name}": [THERES] for name in SHEET_PAGES},
    "kpa_sheet_line": [HERES | {"sheet_line": OUR_LINE}],
    "network_sheet_line": [THERES | {"sheet_line": NETWORKS_LINE}],
    **everywhere("report", OPEN, "bilan_public", "funder_bilan", "network_bilan", "network_bilan_compare"),
    **everywhere("report", OPEN, "network_bilan_freeze", "network_bilan_text_new"),
    "network_bilan_preview": [{"report": OPEN, "edition": "1", "audience": "public"}],
    "network_bilan_publish": [{"report": OPEN, "edition": "1", "audience": "public"}],
    "network_bilan_text": [STORY],
    "network_bilan_text_remove": [STORY],
    **everywhere("report", OPEN, "network_bilan_photo_new", "network_bilan_links"),
    "network_bilan_photo_remove": [PHOTO],
    "network_bilan_link_close": [{"report": OPEN, "link": first(ReportLink.objects)}],
    **everywhere("kpa", HERE, "kpa_bilan", "kpa_recits"),
    **everywhere("report", OPEN, "network_bilan_ask"),
    "network_bilan_offer_text": [WORDS],
    "network_bilan_offer_photo": [SHOT],
    "kpa_recit_text_new": [{"kpa": HERE, "report": OPEN}],
    "kpa_recit_photo_new": [{"kpa": HERE, "report": OPEN}],
    "kpa_recit_text": [{"kpa": HERE} | WORDS],
    "kpa_recit_text_remove": [{"kpa": HERE} | WORDS],
    "kpa_recit_photo_remove": [{"kpa": HERE} | SHOT],
}
FILES = ("bilan_public_file", "network_bilan_file", "funder_bilan_file", "bilan_link_file")
PICTURES = (
    "kpa_recit_photo",
    "bilan_public_photo",
    "network_bilan_photo",
    "funder_bilan_photo",
    "bilan_link_photo",
)
BUTTONS = tuple(
    f"{home}_{name}" for home in ("kpa", "network") for name in ("sheet_act", "sheet_copy", "sheet_line_act")
)
NOT_PAGES = {
    **dict.fromkeys((*FILES, "kpa_sheet_file", "network_sheet_file"), "a file"),
    **dict.fromkeys(PICTURES, "a picture"),
    **dict.fromkeys(BUTTONS, "answers a button only"),
    **dict.fromkeys(("kpa_sheet_condition", "network_sheet_condition"), "opens with a field to ask about"),
    "bilan_link": "needs a living link",
}
