"""Rules about names that answer with another kind of thing than before."""
