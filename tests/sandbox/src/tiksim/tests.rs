//! The simulation keeps its promises: golden integers for its determinism, and loose
//! properties for its distributions.

use super::*;
use std::collections::{BTreeMap, BTreeSet};

fn named(name: &str) -> &'static SimWorld {
    SimWorld::all().find(|world| world.name == name).expect("a world of this name")
}

#[test]
fn golden() {
    let simulation = simulate(&SimOptions::seeded(1));
    let total: u64 = simulation.observations.iter().filter_map(|row| row.views).sum();
    let likes: u64 = simulation.observations.iter().filter_map(|row| row.likes).sum();
    let truth = &simulation.truth[0];
    let seen = (simulation.observations.len(), total, likes, truth.onset_day, truth.total_size, truth.first_day_gain);
    assert_eq!(seen, (4_205, 50_238_119, 2_563_908, 14, 5_287, 1_702));
}

#[test]
fn names_and_seeds_are_apart() {
    let names: BTreeSet<_> = SimWorld::all().map(|world| world.name).collect();
    assert_eq!(names.len(), SimWorld::all().count());
    assert!(SimWorld::all().all(|world| world.campaigns_per_seed < 1_000));
    assert_ne!(named("base").options(1, 0).world.seed, named("base").options(1_001, 0).world.seed);
}

#[test]
fn sizes_spikes_and_uploads_are_as_documented() {
    let mut options = SimOptions::seeded(11);
    options.world.videos = 4_000;
    let Simulation { observations, truth } = simulate(&options);
    let last: Vec<_> = observations.iter().filter(|row| row.taken_at == options.world.end()).collect();
    let mut views: Vec<_> = last.iter().filter_map(|row| row.views).collect();
    views.sort_unstable();
    let median = views[views.len() / 2];
    // At the end a video is about three weeks old and has two thirds of its 3,000.
    assert!((1_500..2_700).contains(&median), "{median}");
    // 3 %, less those whose second day falls after the end.
    assert!((85..130).contains(&truth.len()), "{}", truth.len());
    let early = last.iter().filter(|row| row.created.unwrap() < options.world.day_start(7)).count();
    // Gamma(1.2, 6 d): 61 % in the first week.
    assert!((0.57..0.66).contains(&(early as f64 / last.len() as f64)), "{early} of {}", last.len());
}

#[test]
fn a_spike_shows_in_the_first_reading_after_its_onset() {
    let mut options = SimOptions::seeded(3);
    (options.world.videos, options.rounded) = (2_000, false);
    let Simulation { observations, truth } = simulate(&options);
    let views: BTreeMap<_, _> = observations.iter().map(|r| ((r.video_id.as_str(), r.taken_at), r.views)).collect();
    let at = |video: &str, taken_at: i64| views[&(video, taken_at)].expect("known");
    for spike in truth.iter().filter(|spike| spike.first_day_gain >= 1_000) {
        let before = at(&spike.video_id, spike.onset_at);
        let gained = at(&spike.video_id, spike.onset_at + 86_400) - before;
        assert!(gained as f64 > spike.first_day_gain as f64 * 0.85, "{spike:?} gained {gained}");
        assert_eq!(spike.active_until, spike.onset_at + 5 * 86_400);
    }
}

#[test]
fn two_readings_a_day_agree_with_one() {
    let one = simulate(&SimOptions::seeded(5));
    let two = simulate(&SimOptions { readings_a_day: 2, ..SimOptions::seeded(5) });
    assert_eq!(one.truth, two.truth);
    let start = SimOptions::seeded(5).world.start;
    let daily: Vec<_> = two.observations.into_iter().filter(|row| (row.taken_at - start) % 86_400 == 0).collect();
    assert_eq!(one.observations, daily);
}

#[test]
fn observations_survive_their_text() {
    let row = simulate(&SimOptions::seeded(5)).observations.remove(0);
    let text = serde_json::to_string(&row).expect("plain data");
    assert!(text.starts_with(r#"{"campaign":"seed-5","taken_at":"2025-06-0"#), "{text}");
    assert_eq!(serde_json::from_str::<Observation>(&text).expect("just written"), row);
}
