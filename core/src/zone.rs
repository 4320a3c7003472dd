//! Time zones as data: a name and a table of offset changes.
//!
//! A bundled zone database would cost the wasm more than all the rest of it, and every host
//! has one already (chrono-tz natively, `Intl` in JavaScript).

use crate::{Day, Error, ErrorCode, Timestamp, gather::gather};

/// 2016-01-01T00:00:00Z: hashtags on TikTok are younger, so no table needs to begin earlier.
pub const ZONE_TABLE_BEGIN: i64 = 1_451_606_400;

/// A zone's offsets over a span, as the host gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneTable {
    /// First instant covered, in Unix seconds.
    pub begin: i64,
    /// First instant no longer covered, in Unix seconds.
    pub end: i64,
    /// The changes in ascending order: from this Unix second on, local time is so many seconds
    /// east of UTC. The first entry stands at or before `begin`.
    pub changes: Vec<(i64, i32)>,
}

/// A campaign's zone: its name as the user wrote it, and its offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: String,
    table: Option<ZoneTable>,
}

impl Zone {
    /// UTC, which needs no table.
    pub fn utc() -> Self {
        Self { name: crate::text::owned("UTC"), table: None }
    }

    /// A zone by name and table. Without a table it is UTC under that name.
    ///
    /// # Errors
    /// `zone_span` when the table is empty, unordered, or has an offset of more than 26 hours.
    ///
    /// ```
    /// # use tagpulse_core::{Zone, ZoneTable};
    /// let table = ZoneTable { begin: 1_451_606_400, end: 1_900_000_000, changes: vec![(0, 3600)] };
    /// assert_eq!(Zone::new("Europe/Berlin", Some(table))?.name(), "Europe/Berlin");
    /// # Ok::<(), tagpulse_core::Error>(())
    /// ```
    pub fn new(name: &str, table: Option<ZoneTable>) -> Result<Self, Error> {
        if let Some(table) = &table {
            let first = table.changes.first().map(|change| change.0);
            let ordered = table.changes.is_sorted_by(|a, b| a.0 < b.0);
            let sane = table.changes.iter().all(|change| change.1.unsigned_abs() <= 26 * 3600);
            if first.is_none_or(|at| at > table.begin) || !ordered || !sane {
                return Err(Error::new(
                    ErrorCode::ZoneSpan,
                    text!("the offset table of zone \"{}\" is empty, unordered or begins after its span", name),
                ));
            }
        }
        Ok(Self { name: crate::text::owned(name), table })
    }

    /// The name as the user wrote it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Says `zone_span` unless the table covers 2016 to a day after `taken_at`.
    pub(crate) fn check(&self, taken_at: Timestamp) -> Result<(), Error> {
        let Some(table) = &self.table else { return Ok(()) };
        let needed = taken_at.plus(crate::time::DAY_SECONDS).seconds();
        if table.begin <= ZONE_TABLE_BEGIN && table.end >= needed {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::ZoneSpan,
            text!(
                "the offset table of zone \"{}\" covers {} to {}; extend it to {} to {}",
                self.name,
                table.begin,
                table.end,
                ZONE_TABLE_BEGIN,
                needed
            ),
        ))
    }

    /// The zone as a reading sees it: an instant more than a day after the reading has the offset
    /// of that day, so that it does not matter how far ahead a host's table goes.
    #[must_use]
    pub(crate) fn until(&self, taken_at: Timestamp) -> Self {
        let last = taken_at.plus(crate::time::DAY_SECONDS).seconds();
        let table = self.table.as_ref().map(|table| ZoneTable {
            changes: gather(table.changes.iter().copied().filter(|change| change.0 <= last)),
            ..*table
        });
        Self { name: crate::text::owned(&self.name), table }
    }

    /// Seconds east of UTC at an instant; before the table's first change, that of the first.
    pub fn offset_seconds(&self, at: Timestamp) -> i32 {
        let Some(table) = &self.table else { return 0 };
        let next = table.changes.partition_point(|change| change.0 <= at.seconds());
        table.changes.get(next.saturating_sub(1)).map_or(0, |change| change.1)
    }

    /// The instant of a local time, both in seconds; of an hour that the clock shows twice the later one,
    /// of one that it skips the hour behind.
    pub(crate) fn instant(&self, local: i64) -> i64 {
        let offset = |at: i64| i64::from(self.offset_seconds(Timestamp::default().plus(at)));
        let guess = local - offset(local);
        let again = local - offset(guess);
        if again + offset(again) == local { again } else { guess.max(again) }
    }

    /// The civil day of an instant.
    pub fn day(&self, at: Timestamp) -> Day {
        Day::of(at, self.offset_seconds(at))
    }

    /// Weekday (0 is Monday) and hour (0 to 23) of an instant.
    pub(crate) fn weekday_hour(&self, at: Timestamp) -> (usize, usize) {
        let local = at.seconds().saturating_add(i64::from(self.offset_seconds(at)));
        let (day, second) = (local.div_euclid(crate::time::DAY_SECONDS), local.rem_euclid(crate::time::DAY_SECONDS));
        // The epoch was a Thursday.
        ((day + 3).rem_euclid(7) as usize, (second / 3600) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> Zone {
        // Winter time, summer time from 2026-03-29T01:00Z, winter time from 2026-10-25T01:00Z.
        let changes = vec![(0, 3600), (1_774_746_000, 7200), (1_792_890_000, 3600)];
        let table = ZoneTable { begin: ZONE_TABLE_BEGIN, end: 1_800_000_000, changes };
        Zone::new("Europe/Berlin", Some(table)).unwrap()
    }

    #[test]
    fn an_offset_holds_from_its_change_on() {
        let zone = berlin();
        let before = Timestamp::from_seconds(1_792_889_999).unwrap();
        assert_eq!(zone.offset_seconds(before), 7200);
        assert_eq!(zone.offset_seconds(before.plus(1)), 3600);
        assert_eq!(zone.weekday_hour(before), (6, 2));
        assert_eq!(zone.weekday_hour(before.plus(1)), (6, 2));
    }

    #[test]
    fn a_table_that_ends_too_early_is_refused_with_the_span_needed() {
        let late = Timestamp::from_seconds(1_800_000_000).unwrap();
        let error = berlin().check(late).unwrap_err();
        assert_eq!(error.code, ErrorCode::ZoneSpan);
        assert!(error.message.contains("1800086400"), "{error}");
        assert!(Zone::utc().check(late).is_ok());
        assert!(Zone::new("X", Some(ZoneTable { begin: 0, end: 1, changes: vec![] })).is_err());
    }
}
