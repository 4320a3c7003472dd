"""The tutorial's own steps: parse the answer, collect the videos, add up, sort for the top five.

For the documented shape, under which the tutorial's code finds nothing, the same steps with the
fields where they stand.
"""

import json

loads = json.loads


def prepare(path, shape):
    return path.read_bytes()


def small(answer):
    videos = loads(answer)["videos"]
    total_views = sum(video.get("play_count", 0) for video in videos)
    total_engagement = sum(
        video.get("digg_count", 0) + video.get("comment_count", 0) + video.get("share_count", 0) for video in videos
    )
    top = sorted(videos, key=lambda video: video.get("digg_count", 0) + video.get("comment_count", 0), reverse=True)
    mean = total_views / len(videos)
    viral = [video for video in videos if video.get("play_count", 0) > mean * 10]
    return figures(len(videos), total_views, total_engagement, len(viral), [video["author"]["unique_id"] for video in top[:5]])


def heavy(answer):
    return documented(loads(answer)["data"]["aweme_list"])


def documented(videos):
    total_views = sum(video["statistics"].get("play_count", 0) for video in videos)
    total_engagement = sum(
        video["statistics"].get("digg_count", 0)
        + video["statistics"].get("comment_count", 0)
        + video["statistics"].get("share_count", 0)
        for video in videos
    )
    top = sorted(
        videos,
        key=lambda video: video["statistics"].get("digg_count", 0) + video["statistics"].get("comment_count", 0),
        reverse=True,
    )
    mean = total_views / len(videos)
    viral = [video for video in videos if video["statistics"].get("play_count", 0) > mean * 10]
    return figures(len(videos), total_views, total_engagement, len(viral), [video["author"]["unique_id"] for video in top[:5]])


def figures(total_videos, total_views, total_engagement, viral_videos, top_5_creators):
    return {
        "total_videos": total_videos,
        "total_views": total_views,
        "total_engagement": total_engagement,
        "avg_views": total_views // total_videos,
        "avg_engagement": total_engagement // total_videos,
        "viral_videos": viral_videos,
        "top_5_creators": top_5_creators,
    }
