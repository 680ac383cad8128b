"""Bilans: the one of 2022–2023, frozen and open in the demo."""

from kpacite.domain.indicators.models import ReportLink, ReportPhoto, ReportText
from tests.areas import HERE, everywhere, first

OPEN = "2022-2023"
STORY = {"report": OPEN, "text": first(ReportText.objects)}
PHOTO = {"report": OPEN, "photo": first(ReportPhoto.objects)}
ARGUMENTS = {
    "report": lambda _name: OPEN,
    "file_kind": lambda _name: "csv",
    "edition": lambda _name: 1,
    "text": lambda _name: ReportText.objects.order_by("pk").values_list("pk", flat=True)[0],
    "audience": lambda _name: "public",
    "photo": lambda _name: ReportPhoto.objects.order_by("pk").values_list("pk", flat=True)[0],
    "link": lambda _name: ReportLink.objects.order_by("pk").values_list("pk", flat=True)[0],
}
SAMPLES = {
    **everywhere("report", OPEN, "bilan_public", "funder_bilan", "network_bilan", "network_bilan_compare"),
    **everywhere("report", OPEN, "network_bilan_freeze", "network_bilan_text_new"),
    "network_bilan_publish": [{"report": OPEN, "edition": "1", "audience": "public"}],
    "network_bilan_text": [STORY],
    "network_bilan_text_remove": [STORY],
    **everywhere("report", OPEN, "network_bilan_photo_new", "network_bilan_links"),
    "network_bilan_photo_remove": [PHOTO],
    "network_bilan_link_close": [{"report": OPEN, "link": first(ReportLink.objects)}],
    **everywhere("kpa", HERE, "kpa_bilan"),
}
FILES = ("bilan_public_file", "network_bilan_file", "funder_bilan_file", "bilan_link_file")
PICTURES = ("bilan_public_photo", "network_bilan_photo", "funder_bilan_photo", "bilan_link_photo")
NOT_PAGES = dict.fromkeys(FILES, "a file") | dict.fromkeys(PICTURES, "a picture")
NOT_PAGES["bilan_link"] = "needs a living link"
