//! `gain`: who brings the views today? Shares and ranks, exact.

/// The campaign's gain of the reading.
pub(super) struct Gains {
    /// Each video's gain, largest first.
    sorted: Vec<u64>,
    total: u64,
}

impl Gains {
    pub(super) fn of(gains: Vec<u64>) -> Self {
        let mut sorted: Vec<u64> = crate::rank::sorted(gains);
        sorted.reverse();
        let total = sorted.iter().fold(0_u64, |sum, gain| sum.saturating_add(*gain));
        Self { sorted, total }
    }

    /// Rank from 1 among how many.
    pub(super) fn rank(&self, gain: u64) -> (usize, usize) {
        (self.sorted.partition_point(|other| *other > gain) + 1, self.sorted.len())
    }

    /// Its share of all gains.
    pub(super) fn share(&self, gain: u64) -> f64 {
        gain as f64 / self.total.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Detector, Zone,
        compose::Members,
        detector::{
            cases::{campaign, fires, times, video},
            reading::Reading,
        },
    };

    #[test]
    fn much_of_the_days_views() {
        let usual = times(9, &video(10.0, &[1_000, 1_100]));
        let check = |what: &str, star, others: &[_], wanted| {
            assert_eq!(fires(Detector::Gain, &star, others), wanted, "{what}");
        };
        check("half of the day", video(10.0, &[1_000, 1_900]), &usual, true);
        check("a tenth of it", video(10.0, &[1_000, 1_100]), &usual, true);
        check("one of eleven", video(10.0, &[1_000, 1_100]), &times(10, &usual[0]), false);
        check("nobody gains anything", video(10.0, &[1_000, 1_000]), &times(3, &video(10.0, &[1_000, 1_000])), false);
        check("a fall is no gain", video(10.0, &[9_000, 1_000]), &usual, false);
        check("what it had before is not known", video(10.0, &[0, 9_000]).without_views(0), &usual, false);
    }

    #[test]
    fn ranks_are_exact_and_equal_gains_share_one() {
        let rows = [video(3.0, &[10, 30]), video(3.0, &[10, 40]), video(3.0, &[10, 30]), video(3.0, &[50])];
        let (history, campaign) = campaign(&rows);
        let members = Members::of(&history, &campaign, &Zone::utc());
        let reading = Reading::of(&history, &members, &Zone::utc());
        let gains = Gains::of(reading.views().filter_map(|view| Some(view?.grown?.gain)).collect());
        assert_eq!([30, 20, 0].map(|gain| gains.rank(gain)), [(1, 3), (2, 3), (4, 3)]);
        assert!((gains.share(35) - 0.5).abs() < 1e-12);
    }
}
