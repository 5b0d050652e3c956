"""Text of legacy pages: charset detection, mojibake, and the grammars of dates, bylines and addresses."""
