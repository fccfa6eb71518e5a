"""Everything for a lecture from one subject: one folder, and a page to find one's way in it."""

from approx.kit.build import build as build
from approx.kit.folder import destination as destination
from approx.kit.parts import Order as Order
