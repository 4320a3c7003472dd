"""PyOD's MAD and ECOD across the videos of a reading, as rivals in `cargo xtask evaluate`.

Reads an order a line: {"method", "threshold", "readings", "alerts"}; writes the alerts as
lines of JSON and answers "done". A reading is {"campaign", "taken_at", "videos", "views",
"gains", "relative"}. An alert needs a gain over the floor; a reading in which no video has one is
passed over, which changes no alert.
"""

import json
import sys
import warnings

import numpy as np
from pyod.models.ecod import ECOD
from pyod.models.mad import MAD

GAIN_FLOOR = 1000
# Two points have no spread to speak of, and PyOD's models fail on one.
LEAST_VIDEOS = 3


def mad(values, threshold):
    """Robust z above the threshold; PyOD's score is its absolute value."""
    scores = MAD(threshold=threshold).fit(values.reshape(-1, 1)).decision_scores_
    return scores > threshold


def ecod(values, contamination):
    """The given share of the videos with the largest empirical tail score."""
    return ECOD(contamination=contamination).fit(values.reshape(-1, 1)).labels_ == 1


def alerted(reading, model, feature, threshold):
    # Unknown is NaN, which no comparison is true of.
    wanted = np.array(reading["gains"], dtype=float) >= GAIN_FLOOR
    if not wanted.any():
        return []
    values = np.array(reading[feature], dtype=float)
    if feature != "relative":
        values = np.log1p(np.maximum(values, 0))
    known = ~np.isnan(values)
    if known.sum() < LEAST_VIDEOS:
        return []
    found = np.zeros(len(values), dtype=bool)
    found[known] = model(values[known], threshold) & (values[known] > np.median(values[known]))
    return [reading["videos"][place] for place in np.flatnonzero(found & wanted)]


METHODS = {
    "mad-views": (mad, "views"),
    "mad-gain": (mad, "gains"),
    "mad-relative": (mad, "relative"),
    "ecod-views": (ecod, "views"),
    "ecod-gain": (ecod, "gains"),
    "ecod-relative": (ecod, "relative"),
}


def main():
    # A reading whose videos are all alike divides by a spread of 0.
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        order = json.loads(line)
        model, feature = METHODS[order["method"]]
        with open(order["readings"]) as readings, open(order["alerts"], "w") as alerts:
            for text in readings:
                reading = json.loads(text)
                for video in alerted(reading, model, feature, order["threshold"]):
                    alert = {"campaign": reading["campaign"], "taken_at": reading["taken_at"], "video_id": video}
                    alerts.write(json.dumps(alert) + "\n")
        print("done", flush=True)


main()
