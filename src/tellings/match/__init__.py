"""Marks across articles: Labels × Labels → Matches."""
