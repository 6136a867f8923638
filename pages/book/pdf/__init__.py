"""The data book as PDF: a book to read, four black pages to copy, a blank map, posters; set by typst, its charts and
maps drawn as vectors."""
