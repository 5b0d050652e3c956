"""Measurements: what a reader waits for and downloads, and what a build costs."""
