"""The indicators, a topic a file: each a function of counts and, in ENTRIES below it, the entry that says what it is
called, means, needs and where it is shown. A new one is both, and a number worked out by hand in its test.
"""
