"""Films: stories drawn by processes with Manim, checked, then put in place in one step."""
