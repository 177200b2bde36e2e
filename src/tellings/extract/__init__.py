"""Bytes to readable article: Capture → Article."""
