"""One folder per outside standard or service."""
