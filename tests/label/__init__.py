"""Tests of the label stage."""
