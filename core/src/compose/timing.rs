//! When the campaign's videos are published: weekday by hour, in its zone.

use super::Members;
use crate::{Timestamp, Timing, ZONE_TABLE_BEGIN, Zone, gather::gather};

pub(super) fn timing(members: &Members<'_>, zone: &Zone) -> Timing {
    let mut timing = Timing { videos_by_weekday_hour: gather((0..7).map(|_| vec![0; 24])), outside: 0 };
    for video in &members.videos {
        let created = video.created.filter(|created| *created >= ZONE_TABLE_BEGIN);
        let Some(at) = created.and_then(|created| Timestamp::from_seconds(created).ok()) else {
            timing.outside += 1;
            continue;
        };
        let (weekday, hour) = zone.weekday_hour(at);
        let day = timing.videos_by_weekday_hour.get_mut(weekday);
        if let Some(count) = day.and_then(|day| day.get_mut(hour)) {
            *count += 1;
        }
    }
    timing
}
