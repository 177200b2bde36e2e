"""Tests of the stage that collects."""
