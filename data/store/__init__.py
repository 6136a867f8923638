"""A city as it lies on disk: its tables (schema), opened (city) and written (write) one revision at a time.

Beside the tables: who may see what (access), how sources are cited, pictures of cases, rows of single persons kept
apart from every city's folder, CSV files for others, and words for what a disk refuses.
"""
