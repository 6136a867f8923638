"""The machines that draw a described figure: for the screen, for paper, and as files to take away (downloads)."""
