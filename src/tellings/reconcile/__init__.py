"""What the articles say together: Matches → Dossier."""
