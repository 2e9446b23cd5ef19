"""What client code does with a package, read and not run. In go the texts of client files and the two versions, out come hits: lines that break.

The same reading is done twice, once with the old version of the packages and once with the new one (`worlds.py`): names are followed to what they
are, calls are bound with their real arguments, results have types (`values.py`, `typed.py`, `binding.py`). Wherever the old version has an
answer and the new one has none, a line breaks. `modules.py` knows the client's own modules, `statements.py` and `expressions.py` walk through them,
`events.py` keeps what was met, `judging.py` compares the two readings and finds the change that explains each difference.
"""
