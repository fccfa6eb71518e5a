"""A deck as a PowerPoint file: every clip inside, playing by itself when its slide is shown."""

from __future__ import annotations

import io
from typing import Any

from approx.outputs.slides.deck import Deck, Lesson, Slide
from approx.style.theme import Theme
from approx.system.provenance import SOFTWARE

#: The longer side of a slide, in inches: 16:9 is PowerPoint's own 13.333 × 7.5.
LONG = 13.333
TITLE_ONLY = 5  # a layout of python-pptx's own template
TITLE, FORMULA, BODY = 1.7, 1.15, 0.88  # in multiples of a caption's size in the film
#: What PowerPoint itself writes for "start automatically": after the slide appears, play from 0.
AUTOPLAY = """
<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par>
<p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>
<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq">
<p:childTnLst><p:par><p:cTn id="3" fill="hold"><p:stCondLst><p:cond delay="indefinite"/>
<p:cond evt="onBegin" delay="0"><p:tn val="2"/></p:cond></p:stCondLst><p:childTnLst><p:par>
<p:cTn id="4" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst><p:par>
<p:cTn id="5" presetID="1" presetClass="mediacall" presetSubtype="0" fill="hold"
 nodeType="afterEffect"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
<p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr><p:cTn id="6" dur="{milliseconds}" fill="hold"/>
<p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cBhvr></p:cmd>
</p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>
</p:childTnLst></p:cTn><p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/>
</p:tgtEl></p:cond></p:prevCondLst><p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl>
<p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst></p:seq><p:video><p:cMediaNode vol="80000">
<p:cTn id="7" fill="hold" display="0"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst>
</p:cTn><p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cMediaNode></p:video>
</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>
"""


def deck(deck: Deck) -> bytes:
    """The deck as the bytes of a .pptx file."""
    from pptx import Presentation
    from pptx.util import Inches

    presentation = Presentation()
    across, down = (int(part) for part in deck.aspect.split(":"))
    unit = LONG / max(across, down)
    presentation.slide_width, presentation.slide_height = Inches(across * unit), Inches(down * unit)
    presentation.core_properties.title = deck.title[:255]  # what the format allows
    presentation.core_properties.author = SOFTWARE
    presentation.core_properties.comments = str(deck.made)[:255]
    presentation.core_properties.language = deck.language
    for lesson in deck.lessons:
        _title(presentation, lesson, deck)
        for beat in lesson.slides:
            _beat(presentation, beat, deck.theme)
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def _new(presentation: Any, theme: Theme, notes: str) -> Any:
    """An empty slide in the theme's colours, with its notes and a title for the outline."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[TITLE_ONLY])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = _rgb(theme["background"].color)
    slide.notes_slide.notes_text_frame.text = notes
    return slide


def _rgb(color: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(color[1:])


def _title(presentation: Any, lesson: Lesson, deck: Deck) -> None:
    """Title, formula, network and verdict, one under the other, at the film's left margin."""
    from pptx.enum.text import MSO_ANCHOR

    theme, ink, quiet = deck.theme, deck.theme["ink"].color, deck.theme["quiet"].color
    slide = _new(presentation, theme, lesson.notes)
    width, height = presentation.slide_width, presentation.slide_height
    left, points = round(deck.margin * width), deck.text * height / 12700
    middle = round(0.42 * height)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = left, 0, width - 2 * left, middle
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    _write(title.text_frame.paragraphs[0], [(lesson.title, ink)], TITLE * points, bold=True)
    box = slide.shapes.add_textbox(left, middle, width - 2 * left, height - middle)
    frame = box.text_frame
    frame.word_wrap = True
    for text in (frame, title.text_frame):  # the margin is the film's, not PowerPoint's on top
        text.margin_left = text.margin_right = 0
    formula = [
        (p.text, ink if p.neuron is None else theme.neuron(p.neuron)) for p in lesson.formula
    ]
    lines = ((formula, FORMULA), ([(lesson.about, quiet)], BODY), ([(lesson.verdict, ink)], BODY))
    for number, (runs, size) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _write(paragraph, runs, size * points)


def _write(paragraph: Any, runs: list[tuple[str, str]], size: float, bold: bool = False) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.space_after = Pt(0.6 * size)
    for text, color in runs:
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, _rgb(color)


def _beat(presentation: Any, beat: Slide, theme: Theme) -> None:
    """The clip over the whole slide; what shows before it plays is where it will rest.

    So thumbnails, print-outs and the presenter's preview show the finished step.
    """
    assert beat.clip is not None
    width, height = presentation.slide_width, presentation.slide_height
    slide = _new(presentation, theme, beat.caption)
    # The caption stands in the clip already; as a title above the slide it fills the outline, and
    # screen readers find it.
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = 0, round(-0.2 * height), width, height // 6
    title.text_frame.text = beat.caption
    movie = slide.shapes.add_movie(
        io.BytesIO(beat.clip), 0, 0, width, height, io.BytesIO(beat.still), "video/mp4"
    )
    movie.name = beat.beat
    movie._element.nvPicPr.cNvPr.set("descr", beat.alt)
    _play_by_itself(slide, movie.shape_id, beat.seconds)


def _play_by_itself(slide: Any, shape: int, seconds: float) -> None:
    """Start the clip with its slide: python-pptx alone would wait for a click."""
    from lxml import etree

    root = slide._element
    for timing in root.findall("{*}timing"):
        root.remove(timing)
    text = AUTOPLAY.format(shape=shape, milliseconds=round(1000 * seconds)).replace("\n", "")
    root.append(etree.fromstring(text))
