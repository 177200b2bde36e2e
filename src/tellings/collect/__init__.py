"""Where articles come from: paths → Capture."""
