"""Colours, fonts and languages."""
