"""The data book as slides for a meeting: one message a slide, charts and tables that can be edited in PowerPoint."""
