"""The chapters of the story lesson: what each shows, in the words of a first lecture.

A chapter is another story with a subject of the lecture. Its beats and captions are that story's;
here stand its title, and the captions that a lecturer would say otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from approx.panels.depth import is_parabola
from approx.style.languages import Phrases
from approx.subjects import Subject

PHRASES = {
    "en": {
        "lesson.neuron": "1  What is a neuron?",
        "lesson.two": "2  Several neurons: two make a parabola",
        "lesson.four": "2  Several neurons: four make a better one",
        "lesson.width": "3  Better with more neurons",
        "lesson.layers": "4  Several layers: an S from parabolas",
        "lesson.training": "5  How to find the parameters",
        "lesson.two.setup": "Identity and rotation by 180°: how close does their sum come to x²?",
        "lesson.four.setup": "{n} neurons with weights and biases of their own: does the sum come closer?",
        "lesson.width.setup": "More neurons, more breakpoints, a better fit: how fast does the error fall?",
        "lesson.layers.setup": "A parabola, moved right and left, one of them reflected, added: is that an S?",
        "lesson.training.setup": "Trying all weights is impossible. Gradient descent: start somewhere, go downhill.",
    },
    "de": {
        "lesson.neuron": "1  Was ist ein Neuron?",
        "lesson.two": "2  Mehrere Neuronen: zwei machen eine Parabel",
        "lesson.four": "2  Mehrere Neuronen: vier machen eine bessere",
        "lesson.width": "3  Besser mit mehr Neuronen",
        "lesson.layers": "4  Mehrere Schichten: ein S aus Parabeln",
        "lesson.training": "5  Wie man die Parameter findet",
        "lesson.two.setup": "Identität und Drehung um 180°: Wie nahe kommt ihre Summe x²?",
        "lesson.four.setup": "{n} Neuronen mit eigenen Gewichten und Bias: Kommt die Summe näher?",
        "lesson.width.setup": "Mehr Neuronen, mehr Knicke, besser angepasst: Wie schnell fällt der Fehler?",
        "lesson.layers.setup": "Eine Parabel, nach rechts und links verschoben, eine gespiegelt, addiert: Wird das ein S?",
        "lesson.training.setup": "Alle Gewichte probieren ist unmöglich. Gradientenabstieg: irgendwo beginnen, bergab gehen.",
    },
}
say = Phrases(PHRASES)


@dataclass(frozen=True)
class Chapter:
    """One story within the lesson.

    Attributes:
        name: begins the names of its beats.
        story: that tells it.
        subject: by name; None for the film's own.
    """

    name: str
    story: str
    subject: str | None


#: In the lecture's order.
CHAPTERS = (
    Chapter("neuron", "neuron", "parabola-2"),
    Chapter("two", "sum", "parabola-2"),
    Chapter("four", "sum", None),
    Chapter("width", "width", None),
    Chapter("layers", "layers", "sigmoid"),
    Chapter("training", "training", "parabola-gd"),
)


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    if subject.network.depth == 1 and is_parabola(subject.target):
        return None
    return "the lesson is about a parabola from one layer of neurons"


def title(chapter: Chapter, language: str) -> str:
    """What stands over a chapter."""
    return say(f"lesson.{chapter.name}", language)


def caption(chapter: Chapter, beat: str, usual: str, neurons: int, language: str) -> str:
    """A beat's caption: the lesson's own, where it has one, else the story's."""
    key = f"lesson.{chapter.name}.{beat}"
    return say(key, language, n=neurons) if key in PHRASES["en"] else usual
