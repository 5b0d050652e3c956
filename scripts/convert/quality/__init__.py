"""Extraction quality: scores against a truth, and the floors that they may not fall below."""
