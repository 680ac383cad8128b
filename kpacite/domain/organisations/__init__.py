"""Network, KPAs, associations, carriers, partners: who they are, and who wears which hat there."""
