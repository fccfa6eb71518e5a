"""One file = one command: arguments, one call of the library, one path or table printed.

Each defines `command`; the folder is the list. Only click is imported at the top: what a command
needs it imports when it runs, so that --help is quick.
"""
