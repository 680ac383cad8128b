"""The steps a rule is made of, one module per family.

To add one: a frozen dataclass with `apply(now: Situation) -> Outcome`, its reader in `parse.STEPS`, a vector.
"""
