"""The version of modiff itself."""

__version__ = "0.1.0"
