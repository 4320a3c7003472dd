"""Polars on the answer as it comes, with a schema of only the fields that the figures need."""

import polars as pl
from tutorial import figures, prepare  # noqa: F401: `prepare` is one of the contestant's functions

COUNTS = {name: pl.Int64 for name in ("play_count", "digg_count", "comment_count", "share_count")}
AUTHOR = pl.Struct({"unique_id": pl.String})
SMALL = {"author": AUTHOR, **COUNTS}
HEAVY = {"author": AUTHOR, "statistics": pl.Struct(COUNTS)}


def small(answer):
    frame = pl.read_json(answer, schema={"videos": pl.List(pl.Struct(SMALL))})
    return report(frame.explode("videos").unnest("videos"))


def heavy(answer):
    frame = pl.read_json(answer, schema={"data": pl.Struct({"aweme_list": pl.List(pl.Struct(HEAVY))})})
    return report(frame.unnest("data").explode("aweme_list").unnest("aweme_list").unnest("statistics"))


def report(frame):
    views = pl.col("play_count")
    engagement = pl.col("digg_count") + pl.col("comment_count") + pl.col("share_count")
    total_videos, total_views, total_engagement, viral = frame.select(
        pl.len(),
        views.sum(),
        engagement.sum().alias("engagement"),
        (views > views.mean() * 10).sum().alias("viral"),
    ).row(0)
    top = frame.top_k(5, by=pl.col("digg_count") + pl.col("comment_count"))
    top = top.sort(pl.col("digg_count") + pl.col("comment_count"), descending=True)
    return figures(total_videos, total_views, total_engagement, viral, top["author"].struct.field("unique_id").to_list())
