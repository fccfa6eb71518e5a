"""A function that a user types: read by our own grammar, differentiated exactly, never run."""

from approx.inputs.expression.function import Expression, parse
from approx.inputs.expression.reading import Reading, target_of
from approx.inputs.expression.survey import Gap, Place, Survey

__all__ = ["Expression", "Gap", "Place", "Reading", "Survey", "parse", "target_of"]
