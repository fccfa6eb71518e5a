"""The Manim vocabulary that all stories share: layout, words, axes, exact polylines, diagrams."""
