"""The words of the project as frozen dataclasses: data only, nothing of ours is imported here."""
