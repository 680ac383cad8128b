"""Sharing the money of a job between those who did it, by the rule their group chose."""
