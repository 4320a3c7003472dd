//! The world as its options promise it.

use super::options::DAY;
use super::*;
use std::collections::BTreeSet;

fn world(videos: usize) -> World {
    World::new(WorldOptions {
        videos,
        hashtags: vec!["glow".to_owned(), "Shine".to_owned()],
        ..WorldOptions::seeded(42)
    })
}

fn ids(listing: &[VideoTruth<'_>]) -> Vec<u64> {
    listing.iter().map(|truth| truth.video.id).collect()
}

#[test]
fn equal_seeds_give_equal_worlds_and_others_do_not() {
    let (a, b) = (world(300), world(300));
    let now = a.options().day_start(12) + 4_321;
    assert_eq!(a.truth(now), b.truth(now));
    assert_eq!(a.spikes(), b.spikes());
    assert_eq!(ids(&a.listing("glow", now, 0)), ids(&b.listing("glow", now, 0)));
    let other = World::new(WorldOptions { videos: 300, ..WorldOptions::seeded(43) });
    assert_ne!(a.videos()[0].id, other.videos()[0].id);
}

#[test]
fn counts_never_fall_and_reactions_never_outnumber_views() {
    let world = world(200);
    let start = world.options().start;
    let mut before: BTreeMap<u64, Counts> = BTreeMap::new();
    for step in -40..140 {
        for truth in world.truth(start + step * DAY / 4 + step) {
            let (c, video) = (truth.counts, truth.video);
            let old = before.insert(video.id, c).unwrap_or_default();
            assert!(c.views >= old.views && c.likes >= old.likes && c.saves >= old.saves);
            assert!(c.comments >= old.comments && c.shares >= old.shares);
            assert!(c.likes <= c.views && c.shares <= c.views, "{c:?}");
        }
    }
    assert!(before.len() > 190, "{} published in the end", before.len());
}

#[test]
fn ids_are_unique_hold_their_second_and_have_19_digits() {
    let world = world(2_000);
    let unique: BTreeSet<u64> = world.videos().iter().map(|video| video.id).collect();
    assert_eq!(unique.len(), 2_000);
    for video in world.videos() {
        assert_eq!((video.id >> 32) as i64, video.created);
        assert_eq!(video.id.to_string().len(), 19);
    }
}

#[test]
fn handles_are_unique_and_some_creators_post_several_videos() {
    let world = world(2_000);
    let handles: BTreeSet<&str> = world.authors.iter().map(|a| a.handle.as_str()).collect();
    assert_eq!(handles.len(), world.authors.len());
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c);
    assert!(handles.iter().all(|h| h.chars().all(fits) && h.len() <= 24));
    let posting: BTreeSet<usize> = world.videos().iter().map(|video| video.author).collect();
    assert!((900..1_300).contains(&posting.len()), "{}", posting.len());
}

#[test]
fn a_listing_lacks_29_percent_and_others_on_another_day() {
    let world = world(3_000);
    let end = world.options().end();
    let published = world.truth(end).iter().filter(|t| t.video.has_hashtag("glow")).count();
    let (today, tomorrow) = (world.listing("glow", end, 0), world.listing("GLOW", end + DAY, 0));
    let share = 1.0 - today.len() as f64 / published as f64;
    assert!((0.26..0.32).contains(&share), "{share}");
    let today: BTreeSet<u64> = ids(&today).into_iter().collect();
    let gone = tomorrow.iter().filter(|t| !today.contains(&t.video.id)).count();
    assert!(gone > tomorrow.len() / 5, "{gone}");
    assert!(world.listing("unknown", end, 0).is_empty());
}

#[test]
fn ranks_follow_views_with_some_jitter_and_the_cap_cuts() {
    let mut options = WorldOptions { videos: 1_000, absent_share: 0.0, ..WorldOptions::seeded(5) };
    let now = options.end();
    let world = World::new(options.clone());
    let listing = world.listing("summerglow", now, 0);
    assert_eq!(listing.len(), world.truth(now).len());
    let mut by_views = world.truth(now);
    by_views.sort_by_key(|truth| std::cmp::Reverse(truth.counts.views));
    let top: BTreeSet<u64> = ids(&by_views[..100]).into_iter().collect();
    let kept = listing[..100].iter().filter(|t| top.contains(&t.video.id)).count();
    assert!((75..100).contains(&kept), "{kept} of the top 100 by views");
    assert_ne!(ids(&listing), ids(&world.listing("summerglow", now, 1)));
    options.cap = Some(180);
    assert_eq!(World::new(options).listing("summerglow", now, 0).len(), 180);
}

#[test]
fn spikes_are_few_and_visible() {
    let world = world(2_000);
    let spikes = world.spikes();
    assert!((35..80).contains(&spikes.len()), "{}", spikes.len());
    for spike in spikes.iter().filter(|spike| spike.views_before > 1_000) {
        // The first day holds a third of the whole burst, and Poisson is small beside it.
        let planned = spike.size * spike.views_before as f64 / 3.11;
        assert!(spike.first_day_gain as f64 > planned * 0.8, "{spike:?}");
        let morning = world.options().day_start(spike.day);
        let truth = world.video_at(spike.video_id, morning).expect("published");
        assert_eq!(truth.counts.views, spike.views_before);
    }
}

#[test]
fn fewer_spikes_leave_the_other_videos_alone() {
    let calm =
        World::new(WorldOptions { spiking: Spiking { share: 0.0, ..Spiking::default() }, ..WorldOptions::seeded(9) });
    let wild = World::new(WorldOptions::seeded(9));
    let now = calm.options().end();
    let spiking: BTreeSet<u64> = wild.spikes().iter().map(|spike| spike.video_id).collect();
    for (a, b) in calm.truth(now).iter().zip(wild.truth(now)) {
        assert_eq!(a.counts == b.counts, !spiking.contains(&a.video.id) || a.counts.views == 0);
    }
}

#[test]
fn bought_views_bring_no_likes() {
    let paid = vec![PaidStep { video: 3, day: 28, views: 90_000 }];
    let bought = World::new(WorldOptions { paid, ..WorldOptions::seeded(9) });
    let plain = World::new(WorldOptions::seeded(9));
    let (id, now) = (plain.videos()[3].id, plain.options().end());
    let counts = |world: &World| world.video_at(id, now).expect("published").counts;
    let expected = Counts { views: counts(&plain).views + 90_000, ..counts(&plain) };
    assert_eq!(counts(&bought), expected);
}

#[test]
fn of_five_thousand_videos_each_is_listed_once() {
    let world = world(5_000);
    let listing = world.listing("glow", world.options().end(), 0);
    let places: std::collections::BTreeSet<u64> = listing.iter().map(|truth| truth.video.id).collect();
    assert!(places.len() > 1_500 && places.len() == listing.len(), "{} of {}", places.len(), listing.len());
}
