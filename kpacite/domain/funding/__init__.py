"""Agreements with funders: who gives, to which association, for which KPAs, from when to when."""
