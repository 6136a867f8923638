"""The data book as a workbook of Excel: one sheet a section, with tables, native charts and maps."""
