"""Trees of legacy pages: elements, lines of text, roles told by names, and statistics of a whole site."""
