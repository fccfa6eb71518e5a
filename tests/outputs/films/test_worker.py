"""Manim is whole, although some of what it needs is imported only when it is used."""

import subprocess
import sys
import textwrap

PROGRAM = textwrap.dedent(
    """
    import sys
    from approx.outputs.films.worker import LATER, NEVER, postponed
    with postponed():
        import manim
    assert not {*LATER, *NEVER} & set(sys.modules)
    import numpy as np
    graph = manim.Graph([1, 2, 3, 4], [(1, 2), (3, 4)], layout="circular")
    assert np.allclose(graph.vertices[1].get_center(), -graph.vertices[3].get_center(), atol=1e-5)
    turned = manim.Square().rotate(1, axis=manim.UP).points[0]
    assert np.allclose(turned, (np.cos(1), 1, -np.sin(1)))
    assert manim.Code(code_string="a = 1", language="python").width > 1
    import networkx, bs4, IPython
    from scipy.spatial.transform import Rotation
    assert isinstance(networkx.Graph, type) and isinstance(bs4.Tag, type)
    assert isinstance(Rotation, type) and callable(IPython.get_ipython)
    """
)


def test_what_is_postponed_is_there_when_it_is_used():
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
