"""The kpacite command: thin commands over services."""
