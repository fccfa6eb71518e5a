"""Typed functions: parsed, differentiated exactly, and never executed as code."""

from approx.inputs.expression.enclosures import enclose_of
from approx.inputs.expression.function import Expression, parse
from approx.inputs.expression.reading import Reading, target_of
from approx.inputs.expression.survey import Gap, Place, Survey

__all__ = ["Expression", "Gap", "Place", "Reading", "Survey", "enclose_of", "parse", "target_of"]
