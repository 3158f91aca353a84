"""Tests of the book as a site."""
