"""Rules about the classes that a class derives from."""
