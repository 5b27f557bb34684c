"""Pages of PDFs as pictures, as a scanner or an editor leaves them."""

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image


def page_picture(data: bytes, page: int = 0, dpi: int = 150) -> Image.Image:
    """One page of a PDF, rendered."""
    with pypdfium2.PdfDocument(data) as document:
        image: Image.Image = document[page].render(scale=dpi / 72).to_pil().convert("RGB")
    return image
