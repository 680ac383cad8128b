"""What a KPA does and offers: activities, their groups, the catalogue."""
