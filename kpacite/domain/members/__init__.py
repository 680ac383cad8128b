"""How people come to a KPA, belong to it, pause, leave and come back."""
