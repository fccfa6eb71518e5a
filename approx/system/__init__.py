"""Files, signals, errors and what the machine has."""
