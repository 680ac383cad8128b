"""The KPA-Cité platform."""
