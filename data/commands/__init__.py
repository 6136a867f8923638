"""The command line, one command a module: options(parser) says what it takes, run(asked) does it and gives the exit code.

`import_files.import_city` is the door for everybody who imports. Standing on the roof, commands may use analysis.
"""
