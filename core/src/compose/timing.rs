//! When the campaign's videos are published: weekday by hour, in its zone.

use super::Row;
use crate::{Timestamp, Timing, ZONE_TABLE_BEGIN, Zone, gather::gather};

/// Videos by weekday and hour, and those without either.
#[derive(Default)]
pub(super) struct ByHour {
    days: [[u64; 24]; 7],
    outside: u64,
}

impl ByHour {
    #[inline]
    pub(super) fn take(&mut self, row: &Row<'_>, zone: &Zone) {
        let created = row.video.created.get().filter(|created| *created >= ZONE_TABLE_BEGIN);
        let Some(at) = created.and_then(|created| Timestamp::from_seconds(created).ok()) else {
            self.outside += 1;
            return;
        };
        let (weekday, hour) = zone.weekday_hour(at);
        if let Some(count) = self.days.get_mut(weekday).and_then(|day| day.get_mut(hour)) {
            *count += 1;
        }
    }

    pub(super) fn timing(&self) -> Timing {
        let days = self.days.iter().map(|day| day.to_vec());
        Timing { videos_by_weekday_hour: gather(days), outside: self.outside }
    }
}
