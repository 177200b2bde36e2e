"""What several tests share: the dossier of the sample story, read once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tellings import pipeline
from tellings.config import Settings
from tellings.report.jsonform import to_json
from tellings.types.dossier import Dossier

SAMPLE = Path(pipeline.__file__).parent / "sample"


@pytest.fixture(scope="session")
def sample_dossier() -> Dossier:
    """Return the dossier of the bundled sample story; a failing stage fails the test."""
    return pipeline.read([SAMPLE], settings=Settings(on_error="stop"))


@pytest.fixture(scope="session")
def sample_document(sample_dossier: Dossier) -> dict[str, Any]:
    """Return the same dossier in JSON form."""
    return to_json(sample_dossier)
