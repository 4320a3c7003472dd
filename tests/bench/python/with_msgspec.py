"""msgspec with types that name only the fields which the figures need, its fastest use.

`gc=False` spares the collector, as msgspec's manual advises for many small structs.
"""

import heapq

import msgspec
from tutorial import figures, prepare  # noqa: F401: `prepare` is one of the contestant's functions


class Author(msgspec.Struct, gc=False):
    unique_id: str


class Counts(msgspec.Struct, gc=False):
    play_count: int
    digg_count: int
    comment_count: int
    share_count: int


class Video(Counts, gc=False):
    author: Author


class Videos(msgspec.Struct, gc=False):
    videos: list[Video]


class Aweme(msgspec.Struct, gc=False):
    author: Author
    statistics: Counts


class Page(msgspec.Struct, gc=False):
    aweme_list: list[Aweme]


class Answer(msgspec.Struct, gc=False):
    data: Page


SMALL = msgspec.json.Decoder(Videos)
HEAVY = msgspec.json.Decoder(Answer)


def small(answer):
    videos = SMALL.decode(answer).videos
    return report(videos, [(video, video.author) for video in videos])


def heavy(answer):
    awemes = HEAVY.decode(answer).data.aweme_list
    return report([aweme.statistics for aweme in awemes], [(aweme.statistics, aweme.author) for aweme in awemes])


def report(counts, with_authors):
    total_views = sum([count.play_count for count in counts])
    total_engagement = sum([count.digg_count + count.comment_count + count.share_count for count in counts])
    threshold = 10 * total_views / len(counts)
    viral = sum([count.play_count > threshold for count in counts])
    top = heapq.nlargest(5, with_authors, key=lambda pair: pair[0].digg_count + pair[0].comment_count)
    return figures(len(counts), total_views, total_engagement, viral, [author.unique_id for _, author in top])
