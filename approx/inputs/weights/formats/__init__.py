"""The formats of network files: a file NAME.py here reads files that end in .NAME.

Each defines KIND, the name that :func:`approx.inputs.content.kind_of` gives to such files, and
`read(content) -> Loaded`. It may define `write(network, facts) -> bytes`, and LIMIT, its
own (largest size in bytes, name of the limit).
"""
