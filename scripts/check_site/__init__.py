"""A built site held to its figures: every page for what is cheap to check, a sample of each kind for what is dear.

`page` and `markup` read single pages, `links` and `machines` the site as a whole, `rendered` looks at pages in
Chromium, `validators` asks other people's tools. Limits stand in ``budgets.toml``, and nowhere else.
"""
