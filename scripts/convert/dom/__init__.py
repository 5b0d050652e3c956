"""Trees of legacy pages: elements, lines of text, roles by class and id, and statistics of a whole site."""
