"""Where reports come from: files, folders and addresses → captures."""

from tellings.collect.files import collect
from tellings.collect.options import FetchOptions

__all__ = ["FetchOptions", "collect"]
