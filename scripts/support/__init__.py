"""Support of the commands: what several of them share, and what only `make` runs (environment, locks, bags, tools)."""
