from kpacite.platform.fields import keyed_hash

FORGOTTEN_MARK = "oubli:"


def forgotten_reference(reference: str) -> str:
    """How the reference of a forgotten person is kept: known again from the same file, readable by nobody."""
    if reference.startswith(FORGOTTEN_MARK):
        return reference
    return FORGOTTEN_MARK + keyed_hash(reference)
