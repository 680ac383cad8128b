"""Wiring only: settings, URLs, WSGI. No business here."""
