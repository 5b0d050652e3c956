"""HTML to Markdown: blocks of styled text, lists, tables and pictures, and their serialization."""
