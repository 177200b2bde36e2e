"""A dossier as a page: Dossier → HTML, Markdown, JSON."""
