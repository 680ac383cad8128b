from kpacite.domain.paths.selectors.facts import SensitiveRow, all_sensitive_answers
from kpacite.domain.paths.selectors.importing import kpas_by_name, longest_months

__all__ = ["SensitiveRow", "all_sensitive_answers", "kpas_by_name", "longest_months"]
