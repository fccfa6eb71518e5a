"""Faults that befall a render, and what must hold after each: no lost, partial or wrong file."""
