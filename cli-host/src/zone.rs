//! Offset tables of time zones: the core has no zone database, this host has chrono-tz.

use anyhow::Result;
use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use tagpulse_core::{Timestamp, ZONE_TABLE_BEGIN, Zone, ZoneTable};

use crate::nearest::hint;

/// Offsets are looked at this often; no zone has changed its offset twice within a week.
const STEP: i64 = 7 * 86_400;
/// The table goes this far past the reading: the core asks for a day.
const MARGIN: i64 = 8 * 86_400;

/// The zone of a name in any case, as JavaScript's `Intl` takes it: the npm package and this tool share configs.
fn find(name: &str) -> Option<Tz> {
    TZ_VARIANTS.into_iter().find(|zone| zone.name().eq_ignore_ascii_case(name))
}

/// Says what is wrong with a zone's name, and which name is nearest.
pub(crate) fn problem(name: &str) -> Option<String> {
    if find(name).is_some() {
        return None;
    }
    let names = TZ_VARIANTS.iter().map(|zone| zone.name());
    // Cities are typed alone more often than zones are misspelt.
    let city = |zone: &&str| zone.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(name));
    let hint = match names.clone().find(city) {
        Some(zone) => format!("; did you mean \"{zone}\"?"),
        None => hint(name, names),
    };
    Some(format!("zone: \"{name}\" is no time zone; use an IANA name such as Europe/Berlin{hint}"))
}

/// The zone with its offsets from the first year of hashtags to a few days after `until`.
///
/// # Errors
/// When no zone has that name.
pub(crate) fn load(name: &str, until: Timestamp) -> Result<Zone> {
    if name == "UTC" {
        return Ok(Zone::utc());
    }
    let Some(zone) = find(name) else {
        anyhow::bail!(problem(name).unwrap_or_default());
    };
    let end = until.seconds().saturating_add(MARGIN);
    let mut changes = vec![(ZONE_TABLE_BEGIN, offset(zone, ZONE_TABLE_BEGIN))];
    let mut at = ZONE_TABLE_BEGIN;
    while at < end {
        let next = (at + STEP).min(end);
        let (before, after) = (offset(zone, at), offset(zone, next));
        if before != after {
            changes.push((first_with(zone, after, at, next), after));
        }
        at = next;
    }
    Ok(Zone::new(name, Some(ZoneTable { begin: ZONE_TABLE_BEGIN, end, changes }))?)
}

fn offset(zone: Tz, at: i64) -> i32 {
    let instant = DateTime::<Utc>::from_timestamp(at, 0).unwrap_or_default();
    zone.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc()
}

/// The first second after `low` and up to `high` with the offset that holds at `high`.
fn first_with(zone: Tz, offset_after: i32, mut low: i64, mut high: i64) -> i64 {
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if offset(zone, middle) == offset_after {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_changes_of_the_clocks() {
        let zone = load("Europe/Berlin", Timestamp::parse("2026-11-23T06:00:00Z").unwrap()).unwrap();
        let change = Timestamp::parse("2026-10-25T01:00:00Z").unwrap();
        assert_eq!(zone.offset_seconds(change.plus(-1)), 7200);
        assert_eq!(zone.offset_seconds(change), 3600);
        assert_eq!(zone.name(), "Europe/Berlin");
    }

    #[test]
    fn a_name_is_taken_in_any_case_and_kept_as_it_was_written() {
        let at = Timestamp::parse("2026-11-23T06:00:00Z").unwrap();
        let berlin = load("Europe/Berlin", at).unwrap();
        for name in ["europe/berlin", "EUROPE/BERLIN", "eUROPE/bERLIN"] {
            let zone = load(name, at).unwrap();
            assert_eq!((problem(name), zone.name(), zone.offset_seconds(at)), (None, name, berlin.offset_seconds(at)));
        }
        assert_eq!((problem("utc"), load("utc", at).unwrap().offset_seconds(at)), (None, 0));
        // As `Intl`, which takes no blanks around a name; the message has the name without them.
        for name in [" Europe/Berlin", "Europe/Berlin ", " europe/berlin"] {
            assert!(problem(name).unwrap().contains("did you mean \"Europe/Berlin\"?"), "{name}");
        }
    }

    #[test]
    fn an_unknown_zone_names_the_nearest() {
        assert_eq!(problem("Asia/Kathmandu"), None);
        assert!(problem("Europe/Belrin").unwrap().contains("\"Europe/Berlin\""));
        assert!(problem("berlin").unwrap().contains("\"Europe/Berlin\""));
        assert!(!problem("Middle Earth").unwrap().contains("did you mean"));
        assert!(load("Mars/Base", Timestamp::from_seconds(0).unwrap()).is_err());
    }
}
