"""Programs for developers: they make files that are then committed."""
