"""The tutorial's steps with Python's cycle collector off, which its script leaves on."""

import gc

from tutorial import heavy, prepare, small  # noqa: F401: the contestant's functions

gc.disable()
