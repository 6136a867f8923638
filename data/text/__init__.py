"""What a text is, whatever file or table it stands in: letters that may not be there, names as they are compared,
contacts and private homes that must not be shown. Knows texts only, no file and no city."""
