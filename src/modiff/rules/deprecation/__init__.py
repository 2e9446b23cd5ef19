"""Rules about what is on its way out."""
