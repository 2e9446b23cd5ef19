"""Rules about what classes ask of those who derive from them, and let users do with their instances."""
