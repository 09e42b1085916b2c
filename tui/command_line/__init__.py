"""The line commands: what each takes, and which verb of the store it calls.

A file per family of commands. At module level they import nothing heavy, so that `--help`
answers at once; a command imports its rooms of the store when it runs.
"""
