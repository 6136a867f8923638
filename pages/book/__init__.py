"""A district's data book: what stands in it (contents, chapters), the forms it comes in (formats), many at once
(batch). One folder a renderer: pdf, slides, workbook."""
