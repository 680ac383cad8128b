"""Shapes of the inputs. Those that prolong an allauth form only give it our labels and sentences."""
