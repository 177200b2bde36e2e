"""Every error this package raises, and every code it shows.

TellingsError
├── InputError      what was handed in cannot be used
├── SettingError    a setting has a value that cannot be used
├── MissingExtra    an optional part is not installed
├── AnchorError     a reference does not match the text it points at
└── SchemaError     a document is no dossier

Losing one item is not an error: it becomes a ``Dropped``. Both carry a code of this table.

| code | where   | meaning |
|------|---------|---------|
| C001 | collect | the path does not exist or vanished while it was read |
| C002 | collect | the file cannot be read |
| C003 | collect | the file is empty |
| C004 | collect | the file is binary |
| C005 | collect | the file is larger than the limit |
| C006 | collect | the same bytes were read before |
| C007 | collect | a ``meta.json`` cannot be used |
| C008 | collect | the folder holds no article |
| C009 | collect | a ``meta.json`` was given as if it were a report |
| E001 | extract | the bytes are no text in any known encoding |
| E002 | extract | no article text was found |
| E003 | extract | the JSON holds no article |
| E004 | extract | one line is too long to be prose |
| E005 | extract | the text is too long to be one report |
| W001 | any     | a stage failed on this item |
| P001 | reading | no input gave an article |
| P002 | reading | the dossier has this report already |
| S001 | setting | the spaCy pipeline is not installed |
| S002 | setting | a stage needs what no earlier stage gives |
| D001 | dossier | the file cannot be read |
| D002 | dossier | the file is no JSON |
| D003 | dossier | the document is no dossier |
| G001 | scoring | the folder holds no gold |
| G002 | scoring | the gold is of other reports |
| G003 | scoring | the annotated set cannot be read |
| G004 | scoring | a line of the annotated set is no JSON object |
"""

from __future__ import annotations


class TellingsError(Exception):
    """Root of every error of this package.

    Args:
        message: what, where, which value, and what to do.
        code: short searchable code, "" if none.
    """

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(f"{code}: {message}" if code else message)
        self.code = code


class InputError(TellingsError):
    """What was handed in cannot be used at all."""


class SettingError(TellingsError):
    """A setting has a value that cannot be used."""


class MissingExtra(TellingsError):  # noqa: N818 -- reads as what happened
    """An optional part is not installed; the message names the command that installs it."""


class AnchorError(TellingsError):
    """A reference does not match the kept text it points at."""


class SchemaError(TellingsError):
    """A document does not follow the dossier's schema."""
