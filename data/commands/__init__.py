"""The command line, one command a module: options(parser) says what it takes, run(asked) does it, 0 to 2 says how.

`import_files.import_city` is the door for everybody who imports. Standing on the roof, commands may use analysis.
"""
