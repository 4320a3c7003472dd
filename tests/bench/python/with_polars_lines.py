"""Polars on one video a line, made ready in memory before the clock starts."""

import ndjson
import polars as pl
from with_polars import HEAVY, SMALL, report


def prepare(path, shape):
    return ndjson.beside(path, shape).read_bytes()


def small(lines):
    return report(pl.read_ndjson(lines, schema=SMALL))


def heavy(lines):
    return report(pl.read_ndjson(lines, schema=HEAVY).unnest("statistics"))
