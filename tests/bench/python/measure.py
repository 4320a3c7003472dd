"""Runs one contestant on one file: once to warm up, once measured.

measure.py MODULE SHAPE FILE

A contestant is a module with `prepare(path, shape)`, which is not measured and gives what the
measured functions `small` and `heavy` take. They give the figures, which the harness compares.
Prints one line of JSON: {"ms": ..., "figures": {...}}.
"""

import gc
import importlib
import json
import sys
import time
from pathlib import Path

module, shape, path = sys.argv[1:]
contestant = importlib.import_module(module)
given = contestant.prepare(Path(path), shape)
run = getattr(contestant, shape)

run(given)
gc.collect()
began = time.perf_counter()
figures = run(given)
ms = (time.perf_counter() - began) * 1e3

print(json.dumps({"ms": ms, "figures": figures}))
