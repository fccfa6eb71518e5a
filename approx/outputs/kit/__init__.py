"""Everything for a lecture from one subject: one folder, and a page that shows what is in it."""

from approx.outputs.kit.folder import destination as destination
from approx.outputs.kit.parts import build as build
from approx.outputs.kit.request import KitRequest as KitRequest
from approx.outputs.kit.request import choose as choose
