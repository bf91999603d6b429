"""The address at which calendar programs read a provider's calendar."""
