"""A PDF tells a screen reader its language, and what every page shows."""

import io

from pypdf import PdfReader

from approx.outputs import figures
from approx.outputs.figures._drawing import Drawing, encode_pages
from approx.subjects import resolve_any


def test_a_figure_is_tagged_with_its_language_and_its_content():
    figure = figures.draw(resolve_any("xor"), "regions", language="de")
    reader = PdfReader(io.BytesIO(figure.encode(".pdf")), strict=True)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Exklusiv-Oder aus zwei Neuronen"
    (element,) = (part.get_object() for part in root["/StructTreeRoot"]["/K"])
    assert element["/S"] == "/Figure"
    assert element["/Alt"] == figure.alt
    assert "3 lineare Gebiete; über null auf 43,8 %" in element["/Alt"]
    assert element["/Pg"] == reader.pages[0]
    content = reader.pages[0].get_contents().get_data()
    assert content.startswith(b"/Figure << /MCID 0 >> BDC")
    assert content.rstrip().endswith(b"EMC")
    assert "Entscheidungsgrenze" in reader.pages[0].extract_text()


def test_every_page_has_its_own_text():
    pages = [Drawing(3, 2, f"picture {n}").finish("t", None) for n in range(3)]
    reader = PdfReader(io.BytesIO(encode_pages(pages, "t", "all", None)), strict=True)
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    elements = [part.get_object() for part in tree["/K"]]
    assert [element["/Alt"] for element in elements] == ["picture 0", "picture 1", "picture 2"]
    assert [element["/Pg"] for element in elements] == list(reader.pages)
    numbers = [page["/StructParents"] for page in reader.pages]
    assert numbers == tree["/ParentTree"]["/Nums"][::2] == [0, 1, 2]
