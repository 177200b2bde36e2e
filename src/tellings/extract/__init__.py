"""Bytes to a readable article: captures → articles."""

from tellings.extract.article import extract

__all__ = ["extract"]
