"""The invented story as a dossier and as a document."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tellings.report.jsonform import to_json
from tellings.types.dossier import Dossier
from tests.report.story import bare, ferry


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    return ferry()


@pytest.fixture(scope="session")
def _document(dossier: Dossier) -> dict[str, Any]:
    return to_json(dossier)


@pytest.fixture
def document(_document: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(_document)


@pytest.fixture
def empty_document() -> dict[str, Any]:
    return to_json(bare())
