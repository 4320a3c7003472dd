//! Sends what waits in the outbox. What fails stays there; what is killed between the sending and
//! its note is sent again, in the same message, under the same key.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use tagpulse_core::{AlertTier, Campaign, Timestamp, Zone, clean};

use super::{
    Context, Notifier,
    failure::{Again, Failure},
    message::{Message, Note},
};
use crate::{
    config::Config,
    interrupt::Interrupt,
    number::counted,
    options::Options,
    output,
    pseudonym::Pseudonyms,
    store::{Route, Routes, Store, Waiting},
    zone,
};

/// The wait before a message is tried again on a later run: it grows fourfold up to the second.
const FIRST_WAIT_S: i64 = 60;
const LAST_WAIT_S: i64 = 6 * 3600;

/// No civil day is longer, whatever its zone does with the clock.
const LONGEST_DAY_S: i64 = 48 * 3600;

/// What came of a delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Delivered {
    /// Messages that were taken.
    pub(crate) sent: u32,
    /// Messages that were not.
    pub(crate) failed: u32,
}

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due<'a> {
    /// What is not held back by a wait after a failure or by quiet hours.
    Now,
    /// Everything, of one campaign or of all.
    All(Option<&'a str>),
}

/// Who is told of these campaigns' alerts.
pub(crate) fn routes(config: &Config, campaigns: &[Campaign]) -> Routes {
    let route = |name: &String| {
        let notifier = config.notifiers.iter().find(|notifier| notifier.name == *name)?;
        Some(Route { notifier: name.clone(), min_tier: notifier.min_tier })
    };
    let told_to = |campaign: &Campaign| {
        let place = config.campaigns.iter().position(|settings| settings.campaign == campaign.name());
        let named = place.and_then(|place| config.told_to.get(place)).unwrap_or(&config.else_told_to);
        (campaign.name().to_owned(), named.iter().filter_map(route).collect())
    };
    campaigns.iter().map(told_to).collect()
}

/// Sends what is due.
///
/// # Errors
/// When the store fails. What a notifier does is written there and warned of.
pub(crate) async fn deliver(
    store: &mut Store,
    options: &Options,
    interrupt: &mut Interrupt,
    which: Due<'_>,
) -> Result<Delivered> {
    let began = Instant::now();
    let now = || options.now.plus(i64::try_from(began.elapsed().as_secs()).unwrap_or(0));
    let mut delivered = Delivered::default();
    for notifier in &options.config.notifiers {
        let due = due(store, options, notifier, now(), which)?;
        let alone = left_today(store, options, notifier, now())?;
        let messages = messages(store, options, notifier, due, alone)?;
        let (mut left, mut last) = (messages.len(), None);
        for pending in &messages {
            let sent = tokio::select! {
                biased;
                () = interrupt.wait() => return Ok(delivered),
                sent = send(store, options, notifier, pending, &now) => sent?,
            };
            let Err(failure) = sent else {
                delivered.sent += 1;
                left -= 1;
                continue;
            };
            delivered.failed += 1;
            let unreachable = failure.again != Again::Later;
            last = Some(failure);
            // The others would wait as long for nothing; they keep their place.
            if unreachable {
                break;
            }
        }
        if let Some(failure) = last {
            let (name, left, reason) = (clean(&notifier.name, 60), counted(left as u64, "message"), failure.reason());
            output::warn(options.quiet, &format!("{name}: {left} not delivered, kept for the next run: {reason}"));
        }
    }
    Ok(delivered)
}

/// A message, and how often it was tried on earlier runs.
struct Pending {
    /// Under which the store knows it.
    key: String,
    message: Message,
    attempts: u32,
}

/// What waits for a notifier and may be sent now.
fn due(store: &Store, options: &Options, notifier: &Notifier, now: Timestamp, which: Due<'_>) -> Result<Vec<Waiting>> {
    let all = which != Due::Now;
    let is_meant = |waiting: &Waiting| match which {
        Due::All(Some(campaign)) => waiting.campaign == campaign,
        _ => true,
    };
    let mut zones: HashMap<String, Zone> = HashMap::new();
    let mut due = Vec::new();
    let (mut held, mut messages) = (Vec::new(), HashSet::new());
    for waiting in store.waiting(None)?.into_iter().filter(|waiting| waiting.notifier == notifier.name) {
        let mut may = is_meant(&waiting) && (all || waiting.next_at <= now);
        match (&waiting.message, notifier.quiet) {
            // A message that was begun is ended, whatever the hour.
            (Some(message), _) if may => {
                messages.insert(message.clone());
            }
            (None, Some(quiet)) if may && !all => {
                let campaign = &waiting.campaign;
                if !zones.contains_key(campaign) {
                    zones.insert(campaign.clone(), zone_of(store, options, campaign, now)?);
                }
                let tier = super::tier(&note(&waiting)?.tier).unwrap_or(AlertTier::Watch);
                may = zones.get(campaign).is_none_or(|zone| !quiet.holds(tier, now, zone));
            }
            _ => {}
        }
        if may { due.push(waiting) } else { held.push(waiting) }
    }
    // A message is sent whole or not at all.
    due.extend(held.into_iter().filter(|part| part.message.as_ref().is_some_and(|key| messages.contains(key))));
    Ok(due)
}

fn zone_of(store: &Store, options: &Options, campaign: &str, now: Timestamp) -> Result<Zone> {
    let configured = options.config.campaigns.iter().find(|settings| settings.campaign == campaign).cloned();
    let settings = match configured {
        Some(settings) => Some(settings),
        None => store.settings(campaign)?,
    };
    zone::load(&settings.unwrap_or_default().zone, now)
}

/// How many more alerts a notifier is told alone today; none where it takes any number. The day is
/// that of the config's own zone, one for all campaigns. A message that waits comes on some day as
/// well, so it counts on each until it was taken: after a failure of days there is no flood.
fn left_today(store: &Store, options: &Options, notifier: &Notifier, now: Timestamp) -> Result<Option<usize>> {
    if !notifier.digest {
        return Ok(None);
    }
    let zone = zone::load(&options.config.defaults.zone, now)?;
    let ends = store.messages_since(&notifier.name, now.plus(-LONGEST_DAY_S))?;
    let today = ends.iter().filter(|taken_at| taken_at.is_none_or(|at| zone.day(at) == zone.day(now))).count();
    Ok(Some((notifier.cap as usize).saturating_sub(today)))
}

fn note(waiting: &Waiting) -> Result<Note> {
    serde_json::from_str(&waiting.text).with_context(|| format!("the stored alert \"{}\"", waiting.key))
}

/// The messages in which alerts are told: those that were begun as they are; of the others so many
/// alone as the notifier still takes today, the most urgent first, and the rest in one.
fn messages(
    store: &mut Store,
    options: &Options,
    notifier: &Notifier,
    due: Vec<Waiting>,
    alone: Option<usize>,
) -> Result<Vec<Pending>> {
    let mut begun: Vec<(String, u32, Vec<Note>)> = Vec::new();
    let mut fresh: Vec<(Note, i64)> = Vec::new();
    for waiting in due {
        let note = note(&waiting)?;
        match waiting.message {
            None => fresh.push((note, waiting.alert)),
            Some(key) => match begun.iter_mut().find(|(known, ..)| *known == key) {
                Some((.., notes)) => notes.push(note),
                None => begun.push((key, waiting.attempts, vec![note])),
            },
        }
    }
    // By key, not by row: which of two campaigns is stored first is chance.
    fresh.sort_by(|(a, _), (b, _)| (b.urgency(), &a.key).cmp(&(a.urgency(), &b.key)));
    let mut groups: Vec<Vec<(Note, i64)>> = Vec::new();
    for part in fresh {
        match groups.iter_mut().find(|group| group[0].0.is_about_the_video_of(&part.0)) {
            Some(group) => group.push(part),
            None => groups.push(vec![part]),
        }
    }
    if let Some(alone) = alone.filter(|alone| groups.len() > *alone) {
        let rest: Vec<_> = groups.drain(alone..).flatten().collect();
        groups.push(rest);
    }
    let mut parts = Vec::new();
    for group in groups {
        let first = &group[0].0.key;
        // An alert is told to a notifier once, so it is the first of one message only.
        let key = if group.len() == 1 { first.clone() } else { format!("with/{first}") };
        parts.extend(group.iter().map(|(_, row)| (*row, key.clone())));
        begun.push((key, 0, group.into_iter().map(|(note, _)| note).collect()));
    }
    store.put_into_messages(&notifier.name, &parts)?;
    // What failed goes last, or one message that is never taken would stand before all others for ever.
    begun.sort_by_key(|(_, attempts, _)| *attempts);
    let pending = |(key, attempts, notes): (String, u32, Vec<Note>)| {
        let (shown, notes) = match &options.pseudonyms {
            None => (key.clone(), notes),
            Some(pseudonyms) => of_nobody(pseudonyms, &key, &notes)?,
        };
        Ok(Pending { message: Message::of(shown, notes), key, attempts })
    };
    begun.into_iter().map(pending).collect()
}

/// The key and alerts of a message with pseudonyms.
fn of_nobody(pseudonyms: &Pseudonyms, key: &str, notes: &[Note]) -> Result<(String, Vec<Note>)> {
    let mut shown = key.to_owned();
    let mut hidden = Vec::new();
    for note in notes {
        let alert: Note = serde_json::from_value(pseudonyms.alert(&serde_json::to_value(note)?))?;
        // A message has the key of its first alert, perhaps behind a word.
        if key.ends_with(&note.key) {
            shown = key.replace(&note.key, &alert.key);
        }
        hidden.push(alert);
    }
    Ok((shown, hidden))
}

/// Tries a message as often as the config says, and writes down every try.
async fn send(
    store: &Store,
    options: &Options,
    notifier: &Notifier,
    Pending { key, message, attempts }: &Pending,
    now: &impl Fn() -> Timestamp,
) -> Result<Result<(), Failure>> {
    let delivery = options.config.delivery;
    let timeout = Duration::from_millis(delivery.timeout_ms.into());
    let secrets = &options.config.secret_variables;
    let context = Context { timeout, format: options.format, quiet: options.quiet, secrets };
    let mut wait = Duration::from_millis(delivery.wait_ms.into());
    let later = wait_s(attempts / delivery.tries.max(1));
    let mut attempt = 1;
    loop {
        let Err(failure) = notifier.send(message, context).await else {
            store.delivered(&notifier.name, key, now())?;
            return Ok(Ok(()));
        };
        store.not_delivered(&notifier.name, key, now().plus(later), &failure.reason())?;
        let asked = match failure.again {
            Again::Soon(asked) if attempt < delivery.tries => asked,
            _ => return Ok(Err(failure)),
        };
        tokio::time::sleep(asked.unwrap_or(wait)).await;
        wait = wait.saturating_mul(2);
        attempt += 1;
    }
}

/// Seconds until the next run may try again, after so many runs before this one that could not.
fn wait_s(runs: u32) -> i64 {
    FIRST_WAIT_S.saturating_mul(4_i64.saturating_pow(runs)).min(LAST_WAIT_S)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_six_hours() {
        let waits: Vec<i64> = (0..6).map(wait_s).collect();
        assert_eq!(waits, [60, 240, 960, 3_840, 15_360, 21_600]);
        assert_eq!(wait_s(u32::MAX), 21_600);
    }
}
