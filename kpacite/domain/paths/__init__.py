"""A person's way through a KPA: her path, what she says of herself, how she leaves."""
