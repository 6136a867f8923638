"""Pure methods: arrays and frames in, arrays and frames out; one method a file, its formula and its source in its first
lines. Nothing here knows a city, a table or another room but the vocabulary.
"""
