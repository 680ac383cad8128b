"""How sharings are drawn: tables of parts, waterfalls, amounts in words."""

from collections.abc import Sequence
from typing import Any

from kpacite.domain.sharing.selectors.trials import Tried
from kpacite.kernel.money import Euro


def trial_table(tried: Tried, names: Sequence[str]) -> dict[str, Any]:
    """Rows of people and columns of rules; « — » where a rule refuses, with its sentence below."""
    return {
        "title": tried.title,
        "base": Euro(tried.job.base_cents),
        "names": names,
        "rows": [
            (name, [Euro(cents) if cents is not None else None for cents in cents_by_rule])
            for name, cents_by_rule in tried.parts()
        ],
        "refusals": [
            (name, result)
            for name, result in zip(names, tried.results, strict=True)
            if isinstance(result, str)
        ],
    }
