"""Cities that come with the program, and the script that makes the invented one."""
