//! What was told of a campaign. Alerts are facts: written with the reading that raised them while
//! it was new, and never raised anew when the past is folded again under other settings.

use anyhow::{Context, Result};
use rusqlite::{Connection, params};
use serde_json::Value;
use tagpulse_core::{Alert, Campaign, Report, Timestamp, Zone, to_json};

use super::{Store, batch, damage::Damaged, outbox};

impl Store {
    /// A campaign's alerts as they were raised, oldest first.
    pub(crate) fn alerts(&self, campaign: &str) -> Result<Vec<Value>> {
        let sql = "SELECT alert FROM alert JOIN campaign ON campaign.id = alert.campaign
                   WHERE name = ?1 ORDER BY alert.id";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([campaign], |row| row.get::<_, String>(0))?;
        rows.map(|text| serde_json::from_str(&text?).context("a stored alert").context(Damaged)).collect()
    }

    /// Tells that the campaign has had no reading that can be trusted for too long; once, until there is
    /// another one. A collection that failed makes no reading, so no fold raises this.
    pub(crate) fn tell_overdue(&mut self, campaign: &Campaign, zone: &Zone, now: Timestamp) -> Result<Option<Alert>> {
        let Some(id) = self.campaign_id(campaign.name())? else { return Ok(None) };
        let Some(alert) = self.history(campaign, zone)?.overdue(campaign, zone, now) else { return Ok(None) };
        let transaction = batch::transaction(&mut self.db)?;
        let is_new = insert(&transaction, id, &alert, &self.routes)?;
        transaction.commit()?;
        Ok(is_new.then_some(alert))
    }
}

/// Stores the alerts of a reading that is the newest, and queues them for those who are told. A key
/// that is stored already was told.
pub(super) fn write(db: &Connection, campaign: i64, report: &Report, routes: &outbox::Routes) -> Result<()> {
    for alert in &report.alerts {
        insert(db, campaign, alert, routes)?;
    }
    Ok(())
}

/// Stores an alert and queues it, and says whether it is a new one.
fn insert(db: &Connection, campaign: i64, alert: &Alert, routes: &outbox::Routes) -> Result<bool> {
    let sql = "INSERT OR IGNORE INTO alert (campaign, key, taken_at, alert) VALUES (?1, ?2, ?3, ?4)";
    let values = params![campaign, alert.key, alert.taken_at.seconds(), to_json(alert)];
    let is_new = db.prepare_cached(sql)?.execute(values)? > 0;
    if is_new {
        outbox::queue(db, db.last_insert_rowid(), alert, routes)?;
    }
    Ok(is_new)
}

/// Takes out what a reading raised, but for what somebody was told: that stays a fact.
pub(super) fn take_out(db: &Connection, campaign: i64, at: Timestamp) -> Result<()> {
    let values = params![campaign, at.seconds()];
    let raised = "(SELECT id FROM alert WHERE campaign = ?1 AND taken_at = ?2)";
    db.execute(&format!("DELETE FROM delivery WHERE delivered_at IS NULL AND alert IN {raised}"), values)?;
    let told = "(SELECT alert FROM delivery)";
    db.execute(&format!("DELETE FROM alert WHERE id IN {raised} AND id NOT IN {told}"), values)?;
    Ok(())
}

/// Leaves in a report what was told with its reading: a fold that is made again may find more.
pub(super) fn keep_facts(db: &Connection, campaign: i64, report: &mut Report) -> Result<()> {
    let sql = "SELECT key FROM alert WHERE campaign = ?1 AND taken_at = ?2";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![campaign, report.taken_at.seconds()], |row| row.get(0))?;
    let told: Vec<String> = rows.collect::<Result<_, _>>()?;
    report.alerts.retain(|alert| told.contains(&alert.key));
    Ok(())
}
