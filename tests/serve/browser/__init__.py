"""Tests that use the desk as people do: in a real browser, over a real server on loopback."""
