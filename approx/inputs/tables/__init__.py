"""Tables of numbers: any usual text file as points (x, y), or one line that says the way out.

The csv module cuts rows into cells, NumPy's C parser reads the numbers of plain files, and
python-dateutil reads dates with words. What they do not know is here: what is a header or an index,
which mark is a decimal comma, and which two columns are meant. Nothing ambiguous is guessed.
"""

from approx.inputs.tables.columns import Columns
from approx.inputs.tables.points import Points, parse_points, read_points

__all__ = ["Columns", "Points", "parse_points", "read_points"]
