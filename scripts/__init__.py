"""What a person runs: ``python -m scripts.<name>``."""
