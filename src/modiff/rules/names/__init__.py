"""Rules about names that no longer answer, or answer for the first time."""
