"""A function that a user types: read by our own grammar, differentiated exactly, never run."""

from approx.expression.function import Expression, parse
from approx.expression.interval import interval
from approx.expression.reading import Reading, target_of
from approx.expression.survey import Gap, Place, Survey

__all__ = ["Expression", "Gap", "Place", "Reading", "Survey", "interval", "parse", "target_of"]
