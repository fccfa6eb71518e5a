"""Lessons: a TOML file of parts becomes a folder with films, figures, pages and exercises."""

from approx.outputs.lesson.reading import Lesson as Lesson
from approx.outputs.lesson.reading import names as names
from approx.outputs.lesson.reading import read as read
from approx.outputs.lesson.site import build as build
from approx.outputs.lesson.site import build_course as build_course
