"""From a subject to what is drawn: curves, regions and words with roles, but no colours.

Figures, films and tables all draw these, so that every output of one subject shows the same
numbers and the same words.
"""
