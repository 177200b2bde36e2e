"""Long runs that join stages and the store: what comes in is kept, again and again."""
