"""The demo network and scale data, built only through domain services."""
