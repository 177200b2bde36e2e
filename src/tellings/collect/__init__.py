"""Where reports come from: files and folders → captures."""

from tellings.collect.files import collect

__all__ = ["collect"]
