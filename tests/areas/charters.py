"""The living charter of a KPA."""

from tests.areas import HERE, everywhere

ARGUMENTS = {"old": lambda _name: 1, "new": lambda _name: 2, "rank": lambda _name: 0}
VISITORS = {"charter": ["Amina", "Chloé"], "charter_force": ["Léo"]}
SAMPLES = {
    "charter_public": [{"slug": HERE}, {"slug": "moulins-coop"}],
    "charter_public_version": [{"slug": HERE, "number": "1"}],
    "charter_public_difference": [{"slug": HERE, "old": "1", "new": "2"}],
    "charter_version": [{"kpa": HERE, "number": "1"}],
    "charter_difference": [{"kpa": HERE, "old": "1", "new": "2"}],
    "charter_force": [{"kpa": "moulins-coop"}],
    **everywhere(
        "kpa",
        HERE,
        "charter",
        "charter_signatures",
        "charter_paper",
        "charter_draft",
        "charter_publication",
    ),
}
NOT_PAGES = {
    "charter_signatures_csv": "a file",
    "charter_discuss": "sends, shows nothing",
    "charter_resume": "sends, shows nothing",
    "charter_details": "needs a draft first",
    "charter_section": "needs a draft first",
}
