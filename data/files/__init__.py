"""What a given file says, before any city is known: opened safely; cells, headings, dates, shapes and schedules read.

From a file to an extract: `opened` gives sheets or a map (archive, file_signature, excel_*, delimited_text, map_*),
`read_table` makes a table of a sheet (column_headings, headed_table, cells, dates, table_date), a reader makes an
`Extract` of it. `problems` is how anything that went wrong is told to the file's owner.
"""
