"""A film's captions as the two kinds of file that players and web pages read."""

from __future__ import annotations

from datetime import timedelta

from approx.outputs.films.job import Caption


def subtitles(captions: list[Caption]) -> str:
    """The captions as SubRip text."""
    import srt

    entries = [
        srt.Subtitle(
            index=number,
            start=timedelta(seconds=caption.start),
            end=timedelta(seconds=caption.end),
            content=caption.text,
        )
        for number, caption in enumerate(captions, start=1)
    ]
    return str(srt.compose(entries))


def web_captions(captions: list[Caption]) -> str:
    """The captions as WebVTT text, for a page's <track>: '&' and '<' would be markup there."""
    cues = [
        f"{_clock(caption.start)} --> {_clock(caption.end)}\n"
        + caption.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for caption in captions
    ]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _clock(seconds: float) -> str:
    """Hours, minutes, seconds and thousandths: 00:01:02.345."""
    thousandths = round(seconds * 1000)
    minutes, left = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{left // 1000:02d}.{left % 1000:03d}"
