"""A module that a chapter of the trial imports."""

VALUE = "one"
