"""Tests of the match stage."""
