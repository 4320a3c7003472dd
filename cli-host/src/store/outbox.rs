//! The outbox: a row for each alert and notifier, written with the alert, that says what became
//! of its delivery; and who is muted.

use std::collections::HashMap;

use anyhow::{Context, Result};
use rusqlite::{Connection, OptionalExtension, params};
use tagpulse_core::{Alert, AlertTier, Timestamp};

use super::{Store, batch};

/// Who is told of a campaign's alerts, by the campaign's name.
pub(crate) type Routes = HashMap<String, Vec<Route>>;

/// A notifier of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    /// Its name.
    pub(crate) notifier: String,
    /// The least urgent tier that it is told.
    pub(crate) min_tier: AlertTier,
}

/// What waits for its delivery.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Waiting {
    /// The alert's row.
    #[serde(skip)]
    pub(crate) alert: i64,
    /// The campaign's name.
    pub(crate) campaign: String,
    /// The alert's key.
    pub(crate) key: String,
    /// The alert as it was raised.
    #[serde(skip)]
    pub(crate) text: String,
    /// Who is to be told.
    pub(crate) notifier: String,
    /// Tries so far.
    pub(crate) attempts: u32,
    /// When it is tried again at the earliest.
    pub(crate) next_at: Timestamp,
    /// Why the last try failed.
    pub(crate) last_error: Option<String>,
    /// The message that it is part of; kept from the first try on, so that a second one sends the same.
    #[serde(skip)]
    pub(crate) message: Option<String>,
}

impl Store {
    /// From now on alerts are queued for these notifiers.
    pub(crate) fn route(&mut self, routes: Routes) {
        self.routes = routes;
    }

    /// What waits, the oldest first; of one campaign, or of all.
    pub(crate) fn waiting(&self, campaign: Option<&str>) -> Result<Vec<Waiting>> {
        let sql =
            "SELECT alert.id, campaign.name, alert.key, alert.alert, notifier, attempts, next_at, last_error, message
                   FROM delivery JOIN alert ON alert.id = delivery.alert JOIN campaign ON campaign.id = alert.campaign
                   WHERE delivered_at IS NULL AND (?1 IS NULL OR campaign.name = ?1) ORDER BY alert.id, notifier";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([campaign], |row| {
            let waiting = Waiting {
                alert: row.get(0)?,
                campaign: row.get(1)?,
                key: row.get(2)?,
                text: row.get(3)?,
                notifier: row.get(4)?,
                attempts: row.get(5)?,
                next_at: Timestamp::default(),
                last_error: row.get(7)?,
                message: row.get(8)?,
            };
            Ok((waiting, row.get::<_, i64>(6)?))
        })?;
        rows.map(|row| {
            let (waiting, next_at) = row?;
            Ok(Waiting { next_at: Timestamp::from_seconds(next_at)?, ..waiting })
        })
        .collect()
    }

    /// Makes alerts parts of messages, for good: (alert's row, message's key).
    pub(crate) fn put_into_messages(&mut self, notifier: &str, parts: &[(i64, String)]) -> Result<()> {
        let transaction = batch::transaction(&mut self.db)?;
        for (alert, message) in parts {
            let sql = "UPDATE delivery SET message = ?3 WHERE alert = ?1 AND notifier = ?2 AND message IS NULL";
            transaction.prepare_cached(sql)?.execute(params![alert, notifier, message])?;
        }
        Ok(transaction.commit()?)
    }

    /// A notifier's messages that wait, and those taken since then: when each was taken.
    pub(crate) fn messages_since(&self, notifier: &str, since: Timestamp) -> Result<Vec<Option<Timestamp>>> {
        let sql = "SELECT max(delivered_at) FROM delivery WHERE notifier = ?1 AND message IS NOT NULL
                   AND (delivered_at IS NULL OR delivered_at >= ?2) GROUP BY message";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(params![notifier, since.seconds()], |row| row.get::<_, Option<i64>>(0))?;
        rows.map(|row| Ok(row?.map(Timestamp::from_seconds).transpose()?)).collect()
    }

    /// Writes that a message was taken.
    pub(crate) fn delivered(&self, notifier: &str, message: &str, at: Timestamp) -> Result<()> {
        let sql = "UPDATE delivery SET delivered_at = ?3, attempts = attempts + 1, last_error = NULL
                   WHERE notifier = ?1 AND message = ?2 AND delivered_at IS NULL";
        self.db.prepare_cached(sql)?.execute(params![notifier, message, at.seconds()])?;
        Ok(())
    }

    /// Writes that a try failed, and when the next one may be made.
    pub(crate) fn not_delivered(&self, notifier: &str, message: &str, next_at: Timestamp, error: &str) -> Result<()> {
        let sql = "UPDATE delivery SET attempts = attempts + 1, next_at = ?3, last_error = ?4
                   WHERE notifier = ?1 AND message = ?2 AND delivered_at IS NULL";
        self.db.prepare_cached(sql)?.execute(params![notifier, message, next_at.seconds(), error])?;
        Ok(())
    }

    /// Mutes a campaign (with an empty `what`), or one of its videos or creators.
    pub(crate) fn mute(&self, campaign: &str, what: &str, until: Timestamp) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO mute (campaign, what, until) VALUES (?1, ?2, ?3)";
        self.db.prepare_cached(sql)?.execute(params![campaign, what, until.seconds()])?;
        Ok(())
    }

    /// Ends a mute; false when there was none.
    pub(crate) fn unmute(&self, campaign: &str, what: &str) -> Result<bool> {
        let sql = "DELETE FROM mute WHERE campaign = ?1 AND what = ?2";
        Ok(self.db.prepare_cached(sql)?.execute(params![campaign, what])? > 0)
    }
}

/// Queues an alert that was just stored for those who are told of its campaign.
pub(super) fn queue(db: &Connection, alert_row: i64, alert: &Alert, routes: &Routes) -> Result<()> {
    let Some(routes) = routes.get(&alert.campaign) else { return Ok(()) };
    if !alert.notifies || is_muted(db, alert).context("the mutes")? {
        return Ok(());
    }
    for route in routes.iter().filter(|route| alert.tier >= route.min_tier) {
        let sql = "INSERT OR IGNORE INTO delivery (alert, notifier, next_at) VALUES (?1, ?2, ?3)";
        db.prepare_cached(sql)?.execute(params![alert_row, route.notifier, alert.taken_at.seconds()])?;
    }
    Ok(())
}

fn is_muted(db: &Connection, alert: &Alert) -> Result<bool> {
    let sql = "SELECT 1 FROM mute WHERE campaign = ?1 AND what IN ('', ?2, ?3) AND until > ?4";
    let video = alert.video_id.map(|id| id.to_string()).unwrap_or_default();
    let author = alert.author.as_ref().map(|author| handle(author)).unwrap_or_default();
    let values = params![alert.campaign, video, author, alert.taken_at.seconds()];
    let found: Option<i64> = db.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
    Ok(found.is_some())
}

/// A creator as mutes write it.
pub(crate) fn handle(author: &str) -> String {
    format!("@{}", author.trim_start_matches('@').to_lowercase())
}
