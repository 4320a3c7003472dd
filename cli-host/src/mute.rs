//! `tagpulse mute`: nobody is told of a campaign, a video or a creator for a time. The alerts
//! are still noted, and what stood in the outbox before is still sent.

use anyhow::Result;
use tagpulse_core::{Day, Timestamp, Zone, clean};

use crate::{
    args::MuteArgs,
    exit::{Exit, Stop},
    format::local_time,
    options::Options,
    output, show,
    store::handle,
};

/// Mutes, or ends it.
///
/// # Errors
/// Exit 2 when there is no such campaign or mute, or when the time is none.
pub(crate) fn mute(options: &Options, args: &MuteArgs) -> Result<Exit> {
    let (store, campaign, zone) = show::open(options, &args.campaign)?;
    let name = campaign.name();
    let what = args.what.as_deref().map(subject).unwrap_or_default();
    let about = if what.is_empty() { "the whole campaign" } else { &what };
    let about = format!("{}: {}", clean(name, 100), clean(about, 100));
    let Some(until) = &args.until else {
        if !store.unmute(name, &what)? {
            return Err(Stop::error(Exit::Usage, format!("{about} is not muted")));
        }
        output::inform(options.quiet, &format!("{about} is muted no longer"));
        return Ok(Exit::Done);
    };
    let given = clean(until, 60);
    let until = time(until, &zone, options.now)?;
    if until <= options.now {
        return Err(Stop::error(Exit::Usage, format!("--until: {given} is over; give a later time")));
    }
    store.mute(name, &what, until)?;
    let zone = crate::zone::load(zone.name(), until)?;
    output::inform(options.quiet, &format!("{about} is muted until {}", local_time(until, &zone)));
    Ok(Exit::Done)
}

/// A video by its id, a creator with an `@`.
fn subject(what: &str) -> String {
    let what = what.trim();
    if what.bytes().all(|byte| byte.is_ascii_digit()) { what.to_owned() } else { handle(what) }
}

/// An instant, or the beginning of a day in the zone.
fn time(text: &str, zone: &Zone, now: Timestamp) -> Result<Timestamp> {
    let Ok(day) = Day::parse(text) else {
        return Timestamp::parse(text).map_err(|_| {
            let remedy = "write a day as 2026-12-01 or a time as 2026-12-01T06:00:00Z";
            Stop::error(Exit::Usage, format!("--until: \"{}\" is neither; {remedy}", clean(text, 60)))
        });
    };
    let midnight = Timestamp::from_seconds(i64::from(day.number()) * 86_400)?;
    // The offset of that day where the zone's table reaches it, else that of today.
    let zone = crate::zone::load(zone.name(), midnight.max(now))?;
    let guess = midnight.plus(-i64::from(zone.offset_seconds(midnight)));
    Ok(midnight.plus(-i64::from(zone.offset_seconds(guess))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_the_campaigns_midnight() {
        let now = Timestamp::parse("2026-06-01T12:00:00Z").unwrap();
        let zone = crate::zone::load("Europe/Berlin", now).unwrap();
        let begins = |text: &str| time(text, &zone, now).unwrap().to_string();
        assert_eq!(begins("2026-07-01"), "2026-06-30T22:00:00Z");
        assert_eq!(begins("2026-12-01"), "2026-11-30T23:00:00Z");
        assert_eq!(begins("2026-12-01T06:00:00Z"), "2026-12-01T06:00:00Z");
        assert!(time("soon", &zone, now).unwrap_err().to_string().contains("--until"));
    }

    #[test]
    fn creators_are_written_in_one_way() {
        assert_eq!((subject("Anna"), subject("@ANNA")), ("@anna".to_owned(), "@anna".to_owned()));
        assert_eq!(subject("7412345678901234567"), "7412345678901234567");
    }
}
