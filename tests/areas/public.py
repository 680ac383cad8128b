"""What everybody reads without an account, and answers for machines."""

from tests.areas import HERE, THERE

ARGUMENTS = {"slug": lambda _name: HERE}
SAMPLES = {
    "kpa_page": [{"slug": HERE}, {"slug": THERE}],
    "kpa_contact": [{"slug": HERE}],
    "kpa_contact_thanks": [{"slug": HERE}],
}
NOT_PAGES = {"health": "answers machines", "kpa_csv": "a file"}
