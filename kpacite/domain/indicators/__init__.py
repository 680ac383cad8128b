"""The bilan: key figures counted from dated facts, safe to publish, frozen as they were read."""
