"""Measures against peers and limits, taken side by side in one run. Never a test: machines are noisy."""
