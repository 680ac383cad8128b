"""Persons, their accounts, login cards and consents."""
