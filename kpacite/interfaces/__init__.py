"""Translators between the outside world and one domain call."""
