"""What makes the test suite hostile; tests/conftest.py switches it on for the whole run."""
