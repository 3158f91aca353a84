"""The argument of the pamphlet: its claims and how they hang together, as one reading of it has them."""

from closereading.argument.annotation import Argument, ArgumentError, load
from closereading.argument.rules import Problem, problems
from closereading.argument.semantics import grounded

__all__ = ["Argument", "ArgumentError", "Problem", "grounded", "load", "problems"]
