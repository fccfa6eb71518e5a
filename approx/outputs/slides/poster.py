"""The frame on which a clip rests, for slides that do not play."""

from __future__ import annotations

import io


def last_frame(mp4: bytes) -> bytes:
    """A clip's last frame as a PNG file's bytes; 256 colours are enough for it."""
    import av
    from PIL import Image

    with av.open(io.BytesIO(mp4)) as container:
        *_, frame = container.decode(video=0)
    file = io.BytesIO()
    few = frame.to_image().quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(file, "PNG", optimize=True)
    return file.getvalue()
