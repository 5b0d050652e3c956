"""What the archive must survive, in full: `make torture`. The tests hold a small form of each part."""
