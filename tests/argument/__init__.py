"""Tests of the argument as data."""
