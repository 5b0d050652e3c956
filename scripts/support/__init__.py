"""What several commands share, and what only `make` runs: environment, locks, bags, records, tools for tests."""
