"""The tutorial's script over many campaigns, one after the other: look the hashtag up, ask for its videos, make the
figures, append them to `campaign_history.json`.

As it stands it asks for one page. With `all` it goes on to the last one, which is what a fair comparison needs. A
campaign that an answer fails for is left out, so that the next ones are read at all: the tutorial has no retries.
"""

import json
import pathlib
import sys
import urllib.request

import tutorial

HISTORY = pathlib.Path("campaign_history.json")


def main(base, key, pages, *hashtags):
    history = json.loads(HISTORY.read_text()) if HISTORY.exists() else []
    for hashtag in hashtags:
        try:
            videos = collect(base, key, hashtag, pages == "all")
        except (OSError, ValueError, LookupError) as error:
            print(f"{hashtag}: {error}")
            continue
        history.append({"campaign": hashtag, **tutorial.documented(videos)})
    HISTORY.write_text(json.dumps(history))


def collect(base, key, hashtag, all_pages):
    found = post(base, key, "/hashtag", {"hashtag_name": hashtag})
    ask = {"hashtag_id": found["data"]["challengeInfo"]["challenge"]["id"], "cursor": "0", "count": 30}
    page = post(base, key, "/hashtag/videos", ask)["data"]
    videos = page["aweme_list"]
    while all_pages and page["has_more"]:
        page = post(base, key, "/hashtag/videos", {**ask, "cursor": str(page["cursor"])})["data"]
        videos += page["aweme_list"]
    return videos


def post(base, key, path, body):
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    request = urllib.request.Request(base + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
