"""Rules about calls: what became of the parameters of a callable that is still there."""
