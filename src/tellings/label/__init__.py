"""Marks on one article's text: Article → Labels."""
