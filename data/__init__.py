"""What is known of a city: read from files, checked, and stored. Nobody above is known here.

vocabulary.py   the words of the data model: kinds, levels, states, age groups, sharing
text/           what a text is: letters, plain words, contacts and private homes in it
store/          a city as it lies on disk
made/           what people make in the program, surviving every import
files/          what a given file says, before any city is known
readers/        one file format a module
ingest/         from files that were read to a new revision of a city
commands/       the command line (python -m data ...), on the roof: it may use analysis
cities/         the cities that come with the project, and what makes them
published/      numbers of public documents, as CSV files

Each may use those above it in this list. analysis takes from here only store, made, text and vocabulary.
"""
