"""Rules about what a distribution says of itself, and whom its files serve. All of group `metadata`."""
