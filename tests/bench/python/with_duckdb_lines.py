"""DuckDB on one video a line. It reads no memory, so the file is read, from the system's cache.

With TAGPULSE_BENCH_THREADS=1 on one core.
"""

import os

import ndjson
from with_duckdb import COUNTS, connection, report

if threads := os.environ.get("TAGPULSE_BENCH_THREADS"):
    connection.execute(f"SET threads = {int(threads)}")

AUTHOR = "author: 'STRUCT(unique_id VARCHAR)'"


def prepare(path, shape):
    return str(ndjson.beside(path, shape))


def small(path):
    counts = ", ".join(f"{name}: 'BIGINT'" for name in ("play_count", "digg_count", "comment_count", "share_count"))
    return report(f"SELECT author.unique_id, * FROM {source(path, f'{{{AUTHOR}, {counts}}}')}")


def heavy(path):
    columns = f"{{{AUTHOR}, statistics: 'STRUCT({COUNTS})'}}"
    return report(f"SELECT author.unique_id, unnest(statistics) FROM {source(path, columns)}")


def source(path, columns):
    return f"read_json('{path}', format = 'newline_delimited', columns = {columns})"
