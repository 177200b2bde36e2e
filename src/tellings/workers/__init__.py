"""Who runs a stage, and what happens when one item fails."""
