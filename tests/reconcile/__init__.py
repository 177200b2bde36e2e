"""Tests of what the articles say together."""
