"""Rules about types: what only who type-checks sees. Group `types`, to be switched as one."""
