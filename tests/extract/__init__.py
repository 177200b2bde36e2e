"""Tests of the stage that extracts."""
