//! What stands around the tables.

use tagpulse_sandbox::{SEEDS_TO_JUDGE, SEEDS_TO_TUNE};

pub(super) fn opening(quick: bool) -> String {
    let kind = if quick { " --quick`, a tenth of the seeds: not the figures to quote." } else { "`." };
    let (tune, judge) = (SEEDS_TO_TUNE, SEEDS_TO_JUDGE);
    format!(
        "# Evaluation of viral detection\n\n\
         Written by `cargo xtask evaluate{kind}\n\n\
         Simulated campaigns, read once a day over 28 days unless said otherwise, go through this project's policies \
         (the built binary, `tagpulse backtest`) and through other detectors; all are scored by the same code. Seeds \
         {} to {} were there to choose parameters on, the figures here are of seeds {} to {}, on which nothing was \
         chosen.\n\n\
         - **Asked for** are spikes that bring 1,000 views or more on their first day; smaller ones neither help nor \
         harm.\n\
         - **Recall**: spikes with an alert in one of the first three readings that could show them.\n\
         - **Precision**: of the episodes (alerts for one video in consecutive readings), those with an alert while a \
         spike was active, that is, bringing a tenth or more of its first day's views a day; a spike makes one true \
         episode at most.\n\
         - **False videos**: videos with an episode without any active spike.\n\
         - **Repeated alerts**: alerts of an episode beyond its first. **Told again later**: further episodes of a \
         spike that was told already, a campaign-day; they are neither true nor false ones more. `recommended` does \
         so for a higher tier or a round number of views, a day or two later.\n\
         - **Delay**: readings that passed before the alert, beyond the first that could show the spike.\n\
         - `recommended` is judged by what it sends: an alert whose only detector is `average` is evidence in the \
         report and is not counted.\n",
        tune.start,
        tune.end - 1,
        judge.start,
        judge.end - 1
    )
}

pub(super) const SET_UPS: &str = "\
Thresholds are those with the best F1 in the world `base` over the seeds to tune on, of the values named \
(`cargo xtask evaluate --tune` prints them all). All rivals get readings without blank ids and duplicates, gains over \
24 hours by time stamps, and, except for the tutorial's rule, a floor of 1,000 views gained in 24 hours. The relative \
gain is ln((gain + 50) / (views before + 50)).
";

pub(super) const CLOSING: &str = "\
## What the numbers do not show

- Generator and detector have the same authors, who read the same papers. The age curve that the detector takes for \
granted is the one that the generator draws from, except in world A and in the last rows of the table of parameters. \
Good figures here say that the detector does what it was meant to do, not that TikTok behaves so.
- How large a spike is that matters is a choice. Here it brings 1 to 4 times the views so far on its first day; in the \
world `totals` it brings as much over all its days, and growth rules find far fewer.
- A spike is a sudden burst from outside that relaxes by a power law. Slow rises, bursts that come back and campaigns \
in which one hit lifts the others are not simulated.
- The noise is log-normal and correlated from day to day. Real growth has heavier tails: more of what looks like a \
spike and is none.
- Within a day views come evenly; no hour is better than another. A day of the simulation ends with its reading, so \
that the first day of a burst lies in one of them, except in the world `twice`. Read at another hour, or from a listing \
that leaves videos out (as in `tagpulse demo`), a small burst shows in two parts, and more of them are missed.
- A video alerted because of a trap is one that is alerted in the world with it and not in the same world without it. \
The two differ by the trap alone: what a platform's day brings is drawn on top of what the day brings without it, and a \
test holds of every trap that nothing else is drawn anew.
- 0 videos because of a trap is 0 in 20 campaigns. Over 200 others (seeds 1 to 200) `duplicates` and `shuffled` changed \
nothing, `correction` pushed two videos over the limit, and each of the other traps one. Without a trap 26 videos are \
alerted in those campaigns; six of the traps kept two or three of these silent, too, and the rounding of large videos 20 \
of another 26. The one of `platform-day` (seed 175) gained 4.7 times as much that day as the day before, with the trap \
9.5 times; its score lay .2 to .3 below the limit without the trap, and less than .1 above it with it. In 79 of the 200 \
campaigns that day was told as a rise of the whole campaign.
- The spread over seeds is that of four campaigns at a time (one in the table of parameters, 40 of the smallest): a seed \
with ten spikes has a recall in steps of a tenth.
- No video is deleted or made private, no hashtag is added in mid-campaign, and every upload time is known.
- A false video is one that the generator did not make spike. A manager may have wanted to hear of it all the same.
- The rivals are as simple as their names. With work of the kind that went into the presets each would do better.
- Precision depends on how many videos spike (3 % here; the table of parameters halves and doubles it).
";
