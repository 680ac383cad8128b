"""Business apps. Each may import only those below it: see docs/decisions/0004-five-floors.md."""
