"""The errors of approx; the command line turns each class into its exit code."""


class ApproxError(Exception):
    """What is wrong and the way out, in one line.

    >>> import approx
    >>> try:
    ...     approx.subject("sin(x", on=(-1, 1))
    ... except approx.ApproxError as error:
    ...     print(error)
    unbalanced '(' at column 4
    """

    exit_code = 1


class InputError(ApproxError, ValueError):
    """The input cannot be used as it is (exit code 2)."""

    exit_code = 2


class MachineError(ApproxError, RuntimeError):
    """The input is fine but the machine failed: a missing library, a full disk (exit code 1)."""

    exit_code = 1
