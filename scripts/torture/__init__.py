"""Torture tests in full (`make torture`): what the archive must survive. The tests hold a small form of each part."""
