"""The description of a figure and what every topic and renderer shares: captions, wording, tables, cards, classes and
measures, colours (theme), shapes (cartography), and the view that is looked at."""
