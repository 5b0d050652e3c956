"""Crawler of one legacy site into WARC files: politely, to the end, whatever the server does.

Read the modules in this order: `addresses` and `scope` (what may be asked for, and which addresses are one), `robots`,
`robots_cache` and `rate_limiter` (manners), `socket_tap`, `connection`, `inflate` and `fetch` (one bounded request),
`page`, `markup` and `response_checks` (what a response is), `records`, `store` and `recover` (WARC files that survive a
kill), `ledger` and `trap_budgets` (the state of every address, and when a shape of them is a trap), `link_discovery`
and `outcomes` (what is learnt from a response, what becomes of it), `crawl` (the loop), `captures` (others' instead of
our own), `report` and `progress` (what a person sees), `options` and `__main__` (the command).
"""
