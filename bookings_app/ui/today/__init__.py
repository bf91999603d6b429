"""Today: what a provider sees between two customers."""
