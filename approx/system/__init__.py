"""The machine: files, locks, signals, errors, installed packages, and how outputs were made."""
