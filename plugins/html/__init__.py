"""Safe HTML from Markdown: rendering, Vietnamese typography, and placeholders of local links."""
