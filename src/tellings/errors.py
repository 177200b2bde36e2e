"""Every error this package raises, and every code it shows.

TellingsError
├── InputError      what was handed in cannot be used
├── SettingError    a setting has a value that cannot be used
├── MissingExtra    an optional part is not installed
├── AnchorError     a reference does not match the text it points at
├── SchemaError     a document is no dossier
├── StoreError      the store cannot do what it was asked to (StoreConflict: somebody else was faster)
└── DeskError       the desk will not do what it was asked to

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
| C010 | collect | the address cannot be read |
| C011 | collect | the address is of another scheme than http and https |
| C012 | collect | the address holds a user name or password |
| C013 | collect | the port is none that web sites use |
| C014 | collect | the address is private, local or special, or such an address in disguise |
| C015 | collect | the host's name has no address |
| C016 | collect | the redirects go round in a circle or do not end |
| C017 | collect | the site's ``robots.txt`` forbids the page |
| C018 | collect | the site's ``robots.txt`` cannot be had for now |
| C019 | collect | the connection failed or broke off |
| C020 | collect | the answer took too long |
| C021 | collect | there is no such page, or no longer |
| C022 | collect | the site does not show the page to us |
| C023 | collect | the site is busy or has a fault, after every try |
| C024 | collect | the page is larger than the limit |
| C025 | collect | the page unpacks to far more than was sent |
| C026 | collect | the body of the answer is damaged |
| C027 | collect | what was sent can be no article |
| C028 | collect | the answer is neither a page nor a known refusal |
| C029 | collect | the site's certificate is not trusted |
| C030 | collect | the site asks for a longer wait than the limit |
| C031 | collect | a page or a WARC file cannot be written |
| C040 | collect | the folder holds no archive |
| C041 | collect | bytes stand where a record of an archive should begin |
| C042 | collect | the header of a record cannot be used |
| C043 | collect | a record is cut off, or of another length than it states |
| C044 | collect | a packed part of an archive is damaged |
| C045 | collect | a record holds no HTTP answer that can be read |
| C046 | collect | a page is not what its digest says |
| C032 | collect | a page was given as a feed |
| C033 | collect | this is no feed in any form that is read |
| C034 | collect | a list of feeds cannot be used, or a feed in it |
| C035 | collect | an entry of a feed has no address |
| C036 | collect | an entry of a feed has an address that cannot be asked |
| C037 | collect | a feed has more entries than are read |
| C038 | collect | a feed is damaged, so that entries may be missing |
| C039 | collect | a part of a sitemap is on another host |
| E001 | extract | the bytes are no text in any known encoding |
| E002 | extract | no article text was found |
| E003 | extract | the JSON holds no article |
| E004 | extract | one line is too long to be prose |
| E005 | extract | the text is too long to be one report |
| E006 | extract | the page is a consent wall |
| E007 | extract | the page shows the beginning alone, the rest is behind a paywall |
| E008 | extract | the page shows its text by scripts alone |
| E009 | extract | the page is an error page |
| E010 | extract | the page asks to log in |
| E011 | extract | the page is a bot check |
| E012 | extract | the page lists other pages |
| W001 | any     | a stage failed on this item |
| W002 | any     | the item ended every process that read it, or was not read in time |
| W003 | any     | no process that could read items can be started |
| M001 | match   | a story cannot be parted in this way |
| M002 | match   | the state of the stories is of another release |
| M003 | match   | the story takes no more articles, or never existed |
| P001 | reading | no input gave an article |
| P002 | reading | the dossier has this report already |
| R001 | runs    | the address of an article leads to a front page |
| R002 | runs    | a page is said to be unchanged that the store does not hold |
| R003 | runs    | an article has no version of this number |
| R004 | runs    | a feed is not followed |
| R005 | runs    | the store holds nothing from this address |
| R006 | runs    | the article of this address was removed for good |
| R010 | runs    | a story has more reports than a dossier holds |
| R020 | runs    | no outlet of this name is known |
| R021 | runs    | a date or time cannot be read |
| S001 | setting | the spaCy pipeline is not installed |
| S002 | setting | a stage needs what no earlier stage gives |
| S003 | setting | a network that is to be allowed cannot be read |
| S004 | setting | a part that addresses, the client or a table needs is not installed |
| H001 | desk    | FastAPI and uvicorn are not installed |
| H002 | desk    | it would be open to other machines without a token |
| H003 | desk    | it was asked for under a name that is not its own |
| H004 | desk    | a page of another site tried to change something |
| H005 | desk    | a request is too large |
| H006 | desk    | too many requests from one place |
| H007 | desk    | a token is needed |
| H008 | desk    | the token does not allow this |
| H009 | desk    | a form has expired, or was not made by this desk |
| H010 | desk    | there is nothing under this address |
| H011 | desk    | the request cannot be understood |
| H012 | desk    | an unforeseen error |
| H013 | desk    | a report was removed for good |
| D001 | dossier | the file cannot be read |
| D002 | dossier | the file is no JSON |
| D003 | dossier | the document is no dossier |
| T001 | store   | the store's address cannot be used |
| T002 | store   | the store cannot be opened or reached |
| T003 | store   | the store was written by a newer release |
| T004 | store   | the store's tables are older than this release |
| T005 | store   | another process holds the store too long |
| T006 | store   | no room left |
| T007 | store   | the database holds no store, or is damaged |
| T008 | store   | a part that the store needs is not installed |
| T009 | store   | somebody else changed it in between |
| T010 | store   | a value or a stored record cannot be used |
| T011 | store   | the database refused a statement |
| T012 | store   | no right to write |
| T013 | store   | there is no such thing in the store |
| T014 | store   | a search cannot be understood |
| T015 | store   | a backup cannot be made |
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


class StoreError(TellingsError):
    """The store cannot do what it was asked to; the code says why."""


class StoreConflict(StoreError):  # noqa: N818 -- reads as what happened
    """Somebody else changed the same thing in between: read again and repeat."""


class DeskError(TellingsError):
    """What the desk will not do, with the HTTP status that says so.

    Args:
        status: HTTP status.
        code: short searchable code.
        message: what, and what to do.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message, code=code)
        self.status = status
        self.message = message
