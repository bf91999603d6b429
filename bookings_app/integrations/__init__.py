"""The outside: what other systems are told, spoken as they want it."""
