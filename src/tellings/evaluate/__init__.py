"""How good the labels and matches are on sets that people have annotated."""
