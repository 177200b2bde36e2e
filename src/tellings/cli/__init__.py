"""The command line: arguments in, documents out; the work is done elsewhere.

One file per group of commands; `terminal.py` has what they share.
Exit status: 0 done, 1 failed, 2 wrong usage, 3 done but an input was lost (see ``dropped`` in the output).
"""

from __future__ import annotations

from typing import NoReturn

import typer
from rich.traceback import install

from tellings.cli.archives import app as archives_app
from tellings.cli.dossiers import app as dossiers_app
from tellings.cli.drops import app as drops_app
from tellings.cli.feeds import app as feeds_app
from tellings.cli.serve import app as serve_app
from tellings.cli.store import app as store_app
from tellings.cli.stories import app as stories_app
from tellings.cli.terminal import messages
from tellings.cli.updates import app as updates_app
from tellings.cli.web import app as web_app
from tellings.errors import TellingsError
from tellings.evaluate.commands import app as evaluate_app

app = typer.Typer(
    help="Read several reports of the same events; see what they agree on, and the words each line rests on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(dossiers_app)
app.add_typer(updates_app)
app.add_typer(web_app)
app.add_typer(feeds_app)
app.add_typer(drops_app)
app.add_typer(archives_app)
app.add_typer(store_app, name="store")
app.add_typer(stories_app)
app.add_typer(serve_app)
app.add_typer(evaluate_app, name="eval")


def _fail(error: TellingsError) -> NoReturn:
    messages.print(f"tellings: {error}", markup=False, highlight=False, soft_wrap=True)
    raise SystemExit(1)


def main() -> None:
    """Run the command line; an error of ours becomes one line on standard error and status 1."""
    install(show_locals=False)
    try:
        app()
    except TellingsError as error:
        _fail(error)
    except BrokenPipeError:
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
