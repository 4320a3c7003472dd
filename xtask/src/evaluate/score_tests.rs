//! Hand-made campaigns of ten daily readings whose counts can be told by looking.

use super::*;

fn time(day: i64) -> String {
    format!("2025-06-{:02}T06:00:00Z", day + 1)
}

fn readings() -> Vec<Reading> {
    let reading = |day: i64| Reading {
        campaign: "c".to_owned(),
        taken_at: time(day),
        seconds: day * DAY,
        videos: Vec::new(),
        views: Vec::new(),
        engagement: Vec::new(),
        gains: Vec::new(),
        relative: Vec::new(),
        before: Vec::new(),
    };
    (0..10).map(reading).collect()
}

/// A spike that begins after the reading of `onset`, is active for five days.
fn spike(video: &str, onset: i64, first_day_gain: u64) -> TrueSpike {
    TrueSpike {
        campaign: "c".to_owned(),
        video_id: video.to_owned(),
        onset_day: 0,
        onset_at: onset * DAY,
        active_until: (onset + 5) * DAY,
        total_size: 3 * first_day_gain,
        first_day_gain,
    }
}

fn check(truth: &[TrueSpike], alerts: &[(&str, &[i64])], expected: Counts) {
    let alert = |video: &str, day: i64| Alert {
        campaign: "c".to_owned(),
        taken_at: time(day),
        video_id: Some(video.to_owned()),
        severity: None,
        detectors: Vec::new(),
    };
    let alerts: Vec<_> =
        alerts.iter().flat_map(|(video, days)| days.iter().map(move |day| alert(video, *day))).collect();
    let scored = score(&readings(), truth, &alerts).expect("every alert has its reading");
    let base =
        Counts { campaigns: 1, campaign_days: 10, campaigns_with_alert: u64::from(!alerts.is_empty()), ..expected };
    assert_eq!(scored["c"], base);
}

#[test]
fn silence_misses_every_spike_that_is_asked_for() {
    let truth = [spike("1", 2, 1_000), spike("2", 3, 999)];
    check(&truth, &[], Counts { spikes: 1, ..Counts::default() });
}

#[test]
fn the_first_three_readings_find_and_later_ones_do_not() {
    let truth = [spike("1", 2, 5_000)];
    let found = Counts { spikes: 1, found: 1, true_episodes: 1, ..Counts::default() };
    check(&truth, &[("1", &[3])], found);
    check(&truth, &[("1", &[5])], Counts { waited: 2, ..found });
    // True, for the spike is still active, and yet too late.
    check(&truth, &[("1", &[6])], Counts { found: 0, ..found });
}

#[test]
fn consecutive_alerts_are_one_episode_and_repeat_themselves() {
    let truth = [spike("1", 2, 5_000)];
    let counts = Counts { spikes: 1, found: 1, true_episodes: 1, repeated: 2, ..Counts::default() };
    check(&truth, &[("1", &[3, 4, 5])], counts);
    // After a silence it is told again, and was right once.
    check(&truth, &[("1", &[3, 5])], Counts { told_again: 1, repeated: 0, ..counts });
}

#[test]
fn alerts_without_an_active_spike_are_false() {
    let truth = [spike("1", 2, 5_000)];
    // At the onset nothing can be seen; after five days it is over.
    let before = Counts { spikes: 1, false_episodes: 2, false_videos: 1, ..Counts::default() };
    check(&truth, &[("1", &[2, 8])], before);
    check(&truth, &[("2", &[4, 6])], before);
}

#[test]
fn small_spikes_neither_help_nor_harm() {
    check(&[spike("1", 2, 999)], &[("1", &[3])], Counts::default());
}

#[test]
fn a_spike_that_no_reading_can_show_is_not_asked_for() {
    check(&[spike("1", 9, 5_000)], &[], Counts::default());
}

#[test]
fn an_alert_without_its_reading_is_an_error() {
    let alert = Alert {
        campaign: "c".to_owned(),
        taken_at: time(20),
        video_id: Some("1".to_owned()),
        severity: None,
        detectors: Vec::new(),
    };
    assert!(score(&readings(), &[], &[alert]).is_err());
}
