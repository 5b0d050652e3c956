"""A conversion run: workers, the ledger of what each source became, the report, and the files written."""
