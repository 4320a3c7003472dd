"""DuckDB on the answer as it comes. It reads no memory, so the file is read, from the system's cache."""

import duckdb
from tutorial import figures

COUNTS = "play_count BIGINT, digg_count BIGINT, comment_count BIGINT, share_count BIGINT"
AUTHOR = "author STRUCT(unique_id VARCHAR)"
# An object may be this large; the default is 16 MB.
MOST = 1 << 30

connection = duckdb.connect()


def prepare(path, shape):
    return str(path)


def small(path):
    columns = f"{{videos: 'STRUCT({AUTHOR}, {COUNTS})[]'}}"
    return report(f"SELECT unnest(videos, recursive := true) FROM {source(path, columns)}")


def heavy(path):
    columns = f"{{data: 'STRUCT(aweme_list STRUCT({AUTHOR}, statistics STRUCT({COUNTS}))[])'}}"
    return report(f"SELECT unnest(data.aweme_list, recursive := true) FROM {source(path, columns)}")


def source(path, columns):
    return f"read_json('{path}', format = 'unstructured', columns = {columns}, maximum_object_size = {MOST})"


def report(videos):
    connection.execute(f"CREATE OR REPLACE TEMP TABLE videos AS {videos}")
    *totals, top = connection.execute(
        """
        SELECT count(*), sum(play_count)::BIGINT, sum(digg_count + comment_count + share_count)::BIGINT,
            (SELECT count(*) FROM videos WHERE play_count > (SELECT avg(play_count) * 10 FROM videos)),
            max_by(unique_id, digg_count + comment_count, 5)
        FROM videos
        """
    ).fetchone()
    return figures(*totals, top)
