// A fault for the linter to find: tests/theme/test_search_js.py.
undeclared();
