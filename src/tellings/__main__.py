"""``python -m tellings``."""

from tellings.cli import main

main()
