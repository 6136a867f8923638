"""From files that were read to a new revision of a city: `import_city` from beginning to end.

`read_files` makes extracts of files, `join_extracts` puts them one after the other into a `draft` (boundaries,
membership, area_join, table_rows, source_lines), `district_geometry` and `locate` finish it, and the store writes it.
`report` is what the user is told, `templates` are empty tables to fill in.
"""
