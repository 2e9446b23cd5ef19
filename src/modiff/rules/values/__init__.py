"""Rules about constants: their values, and what sort of value they are."""
