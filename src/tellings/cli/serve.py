"""Commands of the desk: open it, and the tokens that let people in."""

from __future__ import annotations

from typing import Annotated

import typer

from tellings.cli.store import Address, open_for
from tellings.cli.terminal import messages, write

app = typer.Typer()
tokens = typer.Typer(help="Tokens that let people and programs use the desk.", no_args_is_help=True)
app.add_typer(tokens, name="token")

#: Codes of scopes as the command line takes them.
SCOPES = ("read", "edit", "admin")


@app.command()
def serve(
    *,
    store: Address = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; other than loopback insists on --tokens.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8040,
    with_tokens: Annotated[bool, typer.Option("--tokens", help="Let in only who has a token.")] = False,
    host_name: Annotated[
        list[str] | None, typer.Option("--host-name", help="Name under which the desk is reached; may be repeated.")
    ] = None,
    https: Annotated[bool, typer.Option("--https", help="It stands behind a proxy that speaks https.")] = False,
) -> None:
    """Open the desk on what the store holds."""
    opened = open_for(store)  # names the extra that is missing, before anything else is imported
    import uvicorn  # noqa: PLC0415 -- needs the extra `web`

    from tellings.serve import DeskOptions, create_app  # noqa: PLC0415 -- likewise
    from tellings.serve.options import LOOPBACK_NAMES, check_binding  # noqa: PLC0415 -- likewise

    with opened:
        check_binding(host, tokens=with_tokens)
        names = LOOPBACK_NAMES | {name.lower() for name in host_name or ()} | {host.lower()}
        desk = create_app(opened, options=DeskOptions(tokens=with_tokens, hosts=frozenset(names), secure=https))
        place = f"[{host}]" if ":" in host else host
        messages.print(f"the desk: http://{place}:{port}/", markup=False, highlight=False, soft_wrap=True)
        uvicorn.run(
            desk, host=host, port=port, log_level="warning", server_header=False, proxy_headers=https, access_log=False
        )


@tokens.command("add")
def add_token(
    name: Annotated[str, typer.Argument(help="Whom or what it is for; stands beside what is done with it.")],
    *,
    scope: Annotated[str, typer.Option(help="read, edit or admin.")] = "read",
    until: Annotated[str | None, typer.Option(help="Date or date-time (ISO, UTC) at which it ends.")] = None,
    store: Address = None,
) -> None:
    """Make a token and print its secret, this once: the store keeps only its hash."""
    if scope not in SCOPES:
        raise typer.BadParameter(f"{scope!r} is none of {', '.join(SCOPES)}", param_hint="--scope")
    with open_for(store) as opened:
        from tellings.store.access import create_token, record  # noqa: PLC0415 -- needs the extra `web`
        from tellings.store.moments import now  # noqa: PLC0415 -- likewise
        from tellings.types.store import Scope  # noqa: PLC0415 -- beside them

        at = now()
        with opened.begin() as connection:
            token, secret = create_token(connection, name, scope=Scope(scope), at=at, expires_at=until)
            record(connection, who="command line", action="token.add", target=f"token/{token.id}", at=at)
    write(f"{secret}\n", None)


@tokens.command("list")
def list_all(*, store: Address = None) -> None:
    """Print every token: number, name, scope, and when made, ending, revoked, and whose session it is."""
    with open_for(store) as opened:
        from tellings.store.access import list_tokens  # noqa: PLC0415 -- needs the extra `web`

        with opened.read() as connection:
            held = list_tokens(connection)
    rows = (
        (str(one.id), one.name, one.scope.value, one.created_at, one.expires_at or "-", one.revoked_at or "-")
        + (() if one.parent is None else (f"session of {one.parent}",))
        for one in held
    )
    write("".join("\t".join(row) + "\n" for row in rows), None)


@tokens.command()
def revoke(
    token: Annotated[int, typer.Argument(help="Its number, as 'tellings token list' prints it.")],
    *,
    store: Address = None,
) -> None:
    """End a token now."""
    with open_for(store) as opened:
        from tellings.store.access import record, revoke_token  # noqa: PLC0415 -- needs the extra `web`
        from tellings.store.moments import now  # noqa: PLC0415 -- likewise

        at = now()
        with opened.begin() as connection:
            revoke_token(connection, token, at=at)
            record(connection, who="command line", action="token.revoke", target=f"token/{token}", at=at)
    messages.print(f"token {token} is no longer valid")
