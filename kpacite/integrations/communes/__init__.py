"""French communes by INSEE code, postal code or name, from a file shipped with the code (see README.md)."""

from kpacite.integrations.communes.reader import Commune, by_postcode, departement_name, find, search

__all__ = ["Commune", "by_postcode", "departement_name", "find", "search"]
