"""orjson, and then the tutorial's steps."""

import orjson
import tutorial
from tutorial import heavy, prepare, small  # noqa: F401: the contestant's functions

# A process measures one contestant, so nobody else sees this.
tutorial.loads = orjson.loads
