"""Tests of the pages and documents that a dossier becomes."""
