"""Commands that take more than one comparison, each in plain sight: `check.py` for `modiff check`. In go what the user said; out comes a report.

They put stages together as `modiff.api` does, and use it for what is a comparison.
"""
