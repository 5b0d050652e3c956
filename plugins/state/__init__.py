"""State kept between builds and runs: nothing in it is needed for a right result, and nothing is believed unchecked.

`code_fingerprint` says which code made it, `snapshot_file` holds one checksummed value, `array_file` mapped arrays,
`base_and_delta` what changed since a file was written whole.
"""
