"""Is the platform well? Asked by machines, at /sante/."""
