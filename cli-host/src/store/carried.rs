//! What the next day needs of a campaign: a fold over its readings, kept beside them.
//!
//! It is written in the transaction of the reading it folds in. Membership is a setting, so
//! other settings mean another fold: it is then made again from the readings.

use anyhow::{Context, Result};
use rusqlite::{Connection, OptionalExtension, params};
use tagpulse_core::{Campaign, Day, DayFigures, History, HistoryDocument, Report, Snapshot, Timestamp, Zone};

use super::{Store, alerts, batch, damage::is_unwritable, forget, pages, readings, upsert_campaign};

impl Store {
    /// Stores a reading and reports on it. A reading at an instant that is stored already
    /// changes nothing and gives the stored report; an older one is put in its place.
    pub(crate) fn put(
        &mut self,
        campaign: &Campaign,
        zone: &Zone,
        snapshot: &Snapshot,
        imported: bool,
    ) -> Result<Report> {
        let taken_at = snapshot.header.taken_at;
        if let Some(report) = self.report_at(campaign, zone, taken_at)? {
            self.close_reading(taken_at, campaign.name())?;
            return Ok(report);
        }
        let transaction = batch::transaction(&mut self.db)?;
        let db = &transaction;
        let id = upsert_campaign(db, campaign.settings())?;
        let snapshot = &*forget::without_the_forgotten(db, id, snapshot)?;
        let origin = if imported { readings::IMPORTED } else { readings::COLLECTED };
        let (history, report) = if readings::newest(db, id)?.is_none_or(|newest| newest < taken_at) {
            let mut history = carried(db, id, campaign, zone)?;
            let mut report = history.advance(snapshot, campaign, zone)?;
            alerts::write(db, id, &report, &self.routes)?;
            alerts::keep_facts(db, id, &mut report)?;
            readings::append(db, id, &mut readings::State::newest(db, id)?, snapshot, origin)?;
            (history, report)
        } else {
            readings::insert_between(db, id, snapshot, origin)?;
            let mut report =
                replay(db, id, campaign, zone, Some(taken_at), &mut |_, _| {})?.1.context("the reading just stored")?;
            // Nobody is told of a past day.
            report.alerts.clear();
            (rebuild(db, id, campaign, zone)?, report)
        };
        write(db, id, campaign, &history)?;
        pages::close(db, taken_at, campaign.name())?;
        transaction.commit()?;
        Ok(report)
    }

    /// Takes the reading at an instant out of a campaign, with the alerts that it raised and nobody was told; whether
    /// there was one.
    pub(crate) fn withdraw(&mut self, campaign: &Campaign, zone: &Zone, at: Timestamp) -> Result<bool> {
        let transaction = batch::transaction(&mut self.db)?;
        let db = &transaction;
        let id = upsert_campaign(db, campaign.settings())?;
        if !readings::exists(db, id, at)? {
            return Ok(false);
        }
        readings::take_out(db, id, at)?;
        alerts::take_out(db, id, at)?;
        write(db, id, campaign, &rebuild(db, id, campaign, zone)?)?;
        transaction.commit()?;
        Ok(true)
    }

    /// The report of the reading at an instant; `None` when there is none.
    pub(crate) fn report_at(&mut self, campaign: &Campaign, zone: &Zone, at: Timestamp) -> Result<Option<Report>> {
        let Some(id) = self.campaign_id(campaign.name())? else { return Ok(None) };
        if readings::newest(&self.db, id)? != Some(at) {
            return self.report_after(campaign, zone, at, &mut |_, _| {});
        }
        let mut report = self.history(campaign, zone)?.report(campaign, zone)?;
        alerts::keep_facts(&self.db, id, &mut report)?;
        Ok(Some(report))
    }

    /// The same; those of all readings up to it go to `each` before, with the state after each.
    pub(crate) fn report_after(
        &self,
        campaign: &Campaign,
        zone: &Zone,
        at: Timestamp,
        each: &mut dyn FnMut(&Report, &History),
    ) -> Result<Option<Report>> {
        let Some(id) = self.campaign_id(campaign.name())? else { return Ok(None) };
        if !readings::exists(&self.db, id, at)? {
            return Ok(None);
        }
        let mut report = replay(&self.db, id, campaign, zone, Some(at), each)?.1;
        if let Some(report) = &mut report {
            alerts::keep_facts(&self.db, id, report)?;
        }
        Ok(report)
    }

    /// The campaign's carried state under these settings.
    pub(crate) fn history(&mut self, campaign: &Campaign, zone: &Zone) -> Result<History> {
        let transaction = batch::transaction(&mut self.db)?;
        let sql = "SELECT id FROM campaign WHERE name = ?1";
        let id: Option<i64> = transaction.query_row(sql, [campaign.name()], |row| row.get(0)).optional()?;
        let Some(id) = id else { return Ok(History::new(campaign.name())) };
        let history = carried(&transaction, id, campaign, zone)?;
        transaction.commit()?;
        Ok(history)
    }

    /// The state as it was after the reading at an instant.
    pub(crate) fn history_at(&mut self, campaign: &Campaign, zone: &Zone, at: Timestamp) -> Result<History> {
        match self.campaign_id(campaign.name())? {
            Some(id) if readings::newest(&self.db, id)? > Some(at) => {
                Ok(replay(&self.db, id, campaign, zone, Some(at), &mut |_, _| {})?.0)
            }
            _ => self.history(campaign, zone),
        }
    }

    /// The campaign's days.
    pub(crate) fn days(&mut self, campaign: &Campaign, zone: &Zone) -> Result<HistoryDocument> {
        Ok(self.history(campaign, zone)?.days())
    }

    /// Stores days of the tutorial's own history; a day stored before keeps its figures.
    pub(crate) fn add_days(&mut self, campaign: &Campaign, zone: &Zone, days: &[DayFigures]) -> Result<usize> {
        let transaction = batch::transaction(&mut self.db)?;
        let id = upsert_campaign(&transaction, campaign.settings())?;
        let mut added = 0;
        for day in days {
            let sql = "INSERT OR IGNORE INTO day (campaign, date, total_videos, total_views, total_engagement)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            let [videos, views, engagement] =
                [day.total_videos, day.total_views, day.total_engagement].map(u64::cast_signed);
            let values = params![id, day.date.number(), videos, views, engagement];
            added += transaction.prepare_cached(sql)?.execute(values)?;
        }
        let history = rebuild(&transaction, id, campaign, zone)?;
        write(&transaction, id, campaign, &history)?;
        transaction.commit()?;
        Ok(added)
    }

    /// Instants of all readings of a campaign, oldest first.
    pub(crate) fn readings(&self, campaign: &str) -> Result<Vec<Timestamp>> {
        let sql = "SELECT taken_at FROM reading JOIN campaign ON campaign.id = reading.campaign
                   WHERE name = ?1 ORDER BY taken_at";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([campaign], |row| row.get::<_, i64>(0))?;
        rows.map(|seconds| Ok(Timestamp::from_seconds(seconds?)?)).collect()
    }

    /// All readings of a campaign, oldest first.
    pub(crate) fn snapshots(&self, campaign: &str) -> Result<Vec<Snapshot>> {
        let mut snapshots = Vec::new();
        if let Some(id) = self.campaign_id(campaign)? {
            readings::for_each(&self.db, id, |snapshot, _| {
                snapshots.push(snapshot);
                Ok(())
            })?;
        }
        Ok(snapshots)
    }

    /// Whether the carried row equals what the readings give, byte for byte. One made under other
    /// settings or by an earlier release is made anew before it is used, so it cannot be wrong.
    pub(crate) fn carried_is_right(&self, campaign: &Campaign, zone: &Zone) -> Result<bool> {
        let Some(id) = self.campaign_id(campaign.name())? else { return Ok(true) };
        match row(&self.db, id, campaign)? {
            Some(bytes) => Ok(bytes == rebuild(&self.db, id, campaign, zone)?.to_bytes()),
            None => Ok(true),
        }
    }
}

/// The carried row, when it was made under these settings and in the version of this release: of an earlier one's
/// readings the fold knows more now.
fn row(db: &Connection, id: i64, campaign: &Campaign) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT history FROM carried WHERE campaign = ?1 AND settings = ?2";
    let settings = serde_json::to_string(campaign.settings())?;
    let bytes: Option<Vec<u8>> =
        db.prepare_cached(sql)?.query_row(params![id, settings], |row| row.get(0)).optional()?;
    // What is no history at all is no earlier release's.
    Ok(bytes.filter(|bytes| History::is_current(bytes) || History::from_bytes(bytes).is_err()))
}

/// The carried row, or the fold made again when it was made under other settings, by an earlier release, or is broken.
fn carried(db: &Connection, id: i64, campaign: &Campaign, zone: &Zone) -> Result<History> {
    if let Some(bytes) = row(db, id, campaign)?
        && let Ok(history) = History::from_bytes(&bytes)
    {
        return Ok(history);
    }
    let history = rebuild(db, id, campaign, zone)?;
    // Where nothing may be written it is made again the next time, too.
    write(db, id, campaign, &history).or_else(|error| if is_unwritable(&error) { Ok(()) } else { Err(error) })?;
    Ok(history)
}

fn write(db: &Connection, id: i64, campaign: &Campaign, history: &History) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO carried (campaign, history, settings) VALUES (?1, ?2, ?3)";
    let settings = serde_json::to_string(campaign.settings())?;
    db.prepare_cached(sql)?.execute(params![id, history.to_bytes(), settings])?;
    Ok(())
}

/// The fold over all readings and imported days.
fn rebuild(db: &Connection, id: i64, campaign: &Campaign, zone: &Zone) -> Result<History> {
    Ok(replay(db, id, campaign, zone, None, &mut |_, _| {})?.0)
}

/// Folds the readings up to an instant, gives the report of each to `each` with the state after it and returns that of the last of them.
fn replay(
    db: &Connection,
    id: i64,
    campaign: &Campaign,
    zone: &Zone,
    until: Option<Timestamp>,
    each: &mut dyn FnMut(&Report, &History),
) -> Result<(History, Option<Report>)> {
    let mut history = History::new(campaign.name());
    let mut last = None;
    readings::for_each(db, id, |snapshot, _| {
        if until.is_none_or(|until| snapshot.header.taken_at <= until) {
            let report = history.advance(&snapshot, campaign, zone)?;
            each(last.insert(report), &history);
        }
        Ok(())
    })?;
    let sql = "SELECT date, total_videos, total_views, total_engagement FROM day WHERE campaign = ?1 ORDER BY date";
    let mut statement = db.prepare_cached(sql)?;
    let figures = statement.query_map([id], |row| {
        let count = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, i64>(at)?.cast_unsigned());
        Ok(DayFigures::tutorial(Day::from_number(row.get(0)?), count(1)?, count(2)?, count(3)?))
    })?;
    let days = figures.collect::<Result<Vec<DayFigures>, _>>()?;
    if !days.is_empty() {
        history.add_days(&days);
    }
    Ok((history, last))
}
