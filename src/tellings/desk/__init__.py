"""What a desk answers by its API."""
