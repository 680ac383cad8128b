"""Bilans: the one of 2022–2023, frozen and open in the demo."""

from kpacite.domain.indicators.models import ReportText
from tests.areas import HERE, everywhere, first

OPEN = "2022-2023"
STORY = {"report": OPEN, "text": first(ReportText.objects)}
ARGUMENTS = {
    "report": lambda _name: OPEN,
    "file_kind": lambda _name: "csv",
    "edition": lambda _name: 1,
    "text": lambda _name: ReportText.objects.order_by("pk").values_list("pk", flat=True)[0],
    "audience": lambda _name: "public",
}
SAMPLES = {
    **everywhere("report", OPEN, "bilan_public", "funder_bilan", "network_bilan", "network_bilan_compare"),
    **everywhere("report", OPEN, "network_bilan_freeze", "network_bilan_text_new"),
    "network_bilan_publish": [{"report": OPEN, "edition": "1", "audience": "public"}],
    "network_bilan_text": [STORY],
    "network_bilan_text_remove": [STORY],
    **everywhere("kpa", HERE, "kpa_bilan"),
}
NOT_PAGES = dict.fromkeys(("bilan_public_file", "network_bilan_file", "funder_bilan_file"), "a file")
