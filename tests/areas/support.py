"""Who is around Amina, and what is asked of partner services for her."""

from kpacite.domain.paths.models import Orientation, PartnerService
from tests.areas import HERE, everywhere, first
from tests.areas.paths import AMINA

SERVICE = first(PartnerService.objects, kpa__organisation__slug=HERE)
ORIENTATION = first(Orientation.objects, path__person__first_name="Amina")

ARGUMENTS = {
    "service": lambda _name: SERVICE(),
    "orientation": lambda _name: ORIENTATION(),
}
VISITOR_BY_ACCESS = {"support_reader": "Amina", "support_proposer": "Chloé"}
VISITORS = {"following": ["Gaëlle"], "circle": ["Amina", "Chloé"], "partner_services": ["Chloé"]}
SAMPLES = {
    **everywhere("kpa", HERE, "partner_services", "partner_service_add", "prescribers"),
    **everywhere("kpa", HERE, "following", "following_all"),
    **{name: [AMINA] for name in ("circle", "circle_propose", "orientations", "orientation_new")},
    "path_prescriber": [AMINA],
    "orientation": [AMINA | {"orientation": ORIENTATION}],
    "partner_service": [{"kpa": HERE, "service": SERVICE}],
    "partner_service_withdraw": [{"kpa": HERE, "service": SERVICE}],
}
NOT_PAGES = {
    "following_csv": "a file",
    "following_all_csv": "a file",
    "partner_services_csv": "a file",
    "prescribers_csv": "a file",
}
