//! A campaign's history: a fold over its readings, bounded, that any host can carry.
//!
//! Totals are over every video ever seen, with last known counts carried forward per field.
//! What the next day needs is all that is kept: each video's last counts and those at the last
//! eight readings, the campaign's daily figures, its outbox.

mod ahead;
mod captions;
mod entries;
mod fold;
mod forget;
mod grown;
mod held;
mod lists;
mod names;
mod readings;
mod suspect;
mod tell;
mod tracked;
mod watch;
mod wire;

use captions::Captions;
pub(crate) use forget::is_left_out;
pub use forget::{forgotten_name, is_forgotten};
pub use grown::Grown;
pub use held::Held;
pub(crate) use lists::Lists;
pub(crate) use names::Names;
pub(crate) use readings::{Kept, base};
use tracked::Maybe;
pub(crate) use tracked::{Packed, Tracked};

use crate::{
    Alert, Campaign, DayFigures, Error, ErrorCode, Header, HistoryDocument, Origin, Report, SCHEMA_VERSION, Snapshot,
    Timestamp, VideoId, Zone, alert::Queued, bytes, compose, gather::gather, places::Places, rank, text,
};

/// The newest reading, trusted or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Newest {
    pub(crate) header: Header,
    /// Videos that it listed.
    pub(crate) listed: u32,
    /// Why it changes no figure.
    pub(crate) suspect: Option<String>,
    /// Whether its counts are rounded.
    pub(crate) rounded: bool,
}

crate::codec::record!(Newest { header, listed, suspect, rounded });

/// What a report compares its reading with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Against {
    /// The base of its day, if there is one.
    Base,
    /// Where there is none the reading before, whatever its distance: for readings that a person chose.
    Previous,
}

/// A campaign's carried state.
///
/// ```
/// # use tagpulse_core::{Campaign, Hints, History, Input, Settings, Timestamp, Zone, read_files};
/// let campaign = Campaign::new(Settings { campaign: "spring".into(), ..Settings::default() })?;
/// let body = br#"{"videos":[{"video_id":"7412345678901234567","play_count":1200,"digg_count":90}]}"#;
/// let taken_at = Timestamp::parse("2026-11-23T06:00:00Z")?;
/// let readings = read_files(&[Input { name: "day1.json", bytes: body }], &Hints::default(), taken_at)?;
///
/// let mut history = History::new("spring");
/// let report = history.advance(&readings[0], &campaign, &Zone::utc())?;
/// assert_eq!((report.total_videos, report.total_views, report.total_engagement), (1, 1200, 90));
///
/// let again = History::from_bytes(&history.to_bytes())?;
/// assert_eq!(again.report(&campaign, &Zone::utc())?.to_json(), report.to_json());
/// # Ok::<(), tagpulse_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct History {
    campaign: String,
    /// Ascending; the last one is the newest trusted reading.
    pub(crate) kept: Vec<Kept>,
    pub(crate) newest: Option<Newest>,
    /// In the order of first sighting.
    pub(crate) videos: Vec<Tracked>,
    places: Places,
    pub(crate) authors: Names,
    /// Followers by the author's number, as last known.
    pub(crate) followers: Vec<Maybe<u64>>,
    pub(crate) hashtags: Names,
    pub(crate) lists: Lists,
    captions: Captions,
    pub(crate) days: Vec<DayFigures>,
    outbox: Vec<Queued>,
    pub(crate) watch: watch::Watch,
    readings: u32,
}

impl History {
    /// A campaign without a reading.
    pub fn new(campaign: &str) -> Self {
        Self { campaign: crate::text::owned(campaign), ..Self::default() }
    }

    /// The history whose bytes these are.
    ///
    /// # Errors
    /// `history_corrupt` for any other bytes, `history_too_new` for those of a later release.
    pub fn from_bytes(sealed: &[u8]) -> Result<Self, Error> {
        bytes::open(bytes::Kind::History, sealed)
    }

    /// Whether bytes of a history have the version that this release writes. One of an earlier version is read; folded
    /// anew from its readings it may know more of them.
    pub fn is_current(sealed: &[u8]) -> bool {
        bytes::is_current(sealed)
    }

    /// The history as bytes: equal from native and wasm, at most 200 a video and 300 a day
    /// besides the newest reading's own notes.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes::seal(bytes::Kind::History, self)
    }

    /// The campaign's name.
    pub fn campaign(&self) -> &str {
        &self.campaign
    }

    /// The newest reading's instant.
    pub fn newest(&self) -> Option<Timestamp> {
        self.newest.as_ref().map(|newest| newest.header.taken_at)
    }

    /// Says `other_campaign` unless this is that campaign's history.
    ///
    /// # Errors
    /// `other_campaign` naming both.
    pub fn check_campaign(&self, campaign: &Campaign) -> Result<(), Error> {
        if self.campaign == campaign.name() {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::OtherCampaign,
            text!(
                "this is the history of \"{}\", not of \"{}\"; open the other one, or start one",
                text::clean(&self.campaign, 100),
                text::clean(campaign.name(), 100)
            ),
        ))
    }

    /// Folds a reading in and reports on it. The newest reading again changes nothing and gives
    /// the same report.
    ///
    /// # Errors
    /// `out_of_order` for a reading older than the newest (a host that keeps all readings folds
    /// them anew in order), `other_campaign`, `zone_span`. The history is then unchanged.
    pub fn advance(&mut self, snapshot: &Snapshot, campaign: &Campaign, zone: &Zone) -> Result<Report, Error> {
        let counts = self.take_in(snapshot, campaign, zone, true)?;
        let report = self.report(campaign, zone)?;
        if counts {
            self.note_day(&report, campaign, zone);
        }
        Ok(report)
    }

    /// Folds a reading in, without a report and a day's figures made of it; whether it changed figures.
    /// `looks` says whether it is looked at for alerts.
    pub(crate) fn take_in(
        &mut self,
        snapshot: &Snapshot,
        campaign: &Campaign,
        zone: &Zone,
        looks: bool,
    ) -> Result<bool, Error> {
        self.check_campaign(campaign)?;
        let taken_at = snapshot.header.taken_at;
        zone.check(taken_at)?;
        let zone = &zone.until(taken_at);
        if let Some(newest) = self.newest() {
            if newest == taken_at {
                return Ok(false);
            }
            if newest > taken_at {
                return Err(Error::new(
                    ErrorCode::OutOfOrder,
                    text!(
                        "the reading of {} is older than the newest, {}; fold all readings in order",
                        taken_at,
                        newest
                    ),
                ));
            }
        }
        let suspect = suspect::reason(self, snapshot);
        let listing_changed = self.newest.as_ref().is_some_and(|newest| {
            let before = &newest.header.hashtags;
            snapshot.header.hashtags.iter().any(|listing| before.iter().all(|known| known.name != listing.name))
        });
        let trusted = suspect.is_none();
        self.newest = Some(Newest {
            header: snapshot.header.clone(),
            listed: u32::try_from(snapshot.videos.len()).unwrap_or(u32::MAX),
            rounded: false,
            suspect,
        });
        // What was delivered of earlier readings is done with.
        self.outbox.retain(|queued| !queued.delivered);
        if !trusted {
            self.raise_stale(campaign, zone);
            return Ok(false);
        }
        let first = self.kept.is_empty();
        let most = self.fold(snapshot, captions::kept(campaign));
        if looks && (!first || campaign.policy().preset == crate::Preset::Tutorial) {
            self.raise_alerts(campaign, zone, listing_changed);
        }
        self.keep_captions(snapshot, &most, campaign, zone);
        Ok(true)
    }

    fn note_day(&mut self, report: &Report, campaign: &Campaign, zone: &Zone) {
        // A day's gain begins where that of the day before ends, so that days add up; the report's base may be older.
        let since = readings::day_base(&self.kept, zone);
        let of_day;
        let grown = if since == base(&self.kept, zone) {
            report.diff.as_ref()
        } else {
            let newest = self.newest.as_ref();
            of_day = newest.and_then(|newest| compose::report(self, newest, campaign, zone, since).diff);
            of_day.as_ref()
        };
        let raised = u32::try_from(report.alerts.len()).unwrap_or(u32::MAX);
        let mut figures = DayFigures {
            date: report.date,
            taken_at: report.taken_at,
            origin: Origin::Reading,
            total_videos: report.total_videos,
            total_views: report.total_views,
            total_engagement: report.total_engagement,
            views_gained: grown.map(|diff| diff.view_growth.own()),
            published: grown.map(|diff| diff.published),
            coverage_share: report.coverage.share,
            alerts: raised,
            gained_over_hours: grown.map(|diff| diff.elapsed_hours),
        };
        match self.days.binary_search_by_key(&report.date, |day| day.date) {
            Ok(at) => {
                if let Some(day) = self.days.get_mut(at) {
                    figures.alerts = figures.alerts.saturating_add(day.alerts);
                    *day = figures;
                }
            }
            Err(at) => self.days.insert(at, figures),
        }
    }

    /// The report of the newest reading.
    ///
    /// # Errors
    /// `no_reading` before the first one, `zone_span`.
    pub fn report(&self, campaign: &Campaign, zone: &Zone) -> Result<Report, Error> {
        self.report_against(campaign, zone, Against::Base)
    }

    pub(crate) fn report_against(&self, campaign: &Campaign, zone: &Zone, against: Against) -> Result<Report, Error> {
        let Some(newest) = &self.newest else {
            return Err(Error::new(ErrorCode::NoReading, "the campaign has no reading yet; collect or import one"));
        };
        zone.check(newest.header.taken_at)?;
        let zone = &zone.until(newest.header.taken_at);
        let base = readings::base(&self.kept, zone).or(match against {
            Against::Base => None,
            Against::Previous => self.kept.len().checked_sub(2),
        });
        Ok(compose::report(self, newest, campaign, zone, base))
    }

    /// The campaign's videos, those with the most views first: what may be read again by itself
    /// ([`CollectorOptions::recheck`](crate::CollectorOptions::recheck)). Nobody asks for those that are forgotten.
    pub fn largest(&self, campaign: &Campaign, zone: &Zone) -> Vec<VideoId> {
        let members = compose::Members::of(self, campaign, zone);
        let most = u64::from(u32::MAX);
        let order =
            rank::order(members.videos.iter().map(|video| most - compose::views_rank(video.counts()).min(most)));
        let mut ids = Vec::new();
        for place in order {
            if let Some(video) = members.videos.get(place as usize).filter(|video| !self.is_forgotten(video)) {
                ids.push(video.id);
            }
        }
        ids
    }

    /// The campaign's days, oldest first.
    pub fn days(&self) -> HistoryDocument {
        HistoryDocument { schema_version: SCHEMA_VERSION, campaign: self.campaign.clone(), days: self.days.clone() }
    }

    /// Adds days of the tutorial's own history: they are shown, and never a base. A day that
    /// stands already keeps its figures.
    pub fn add_days(&mut self, days: &[DayFigures]) {
        for figures in days {
            if let Err(at) = self.days.binary_search_by_key(&figures.date, |day| day.date) {
                self.days.insert(at, DayFigures { origin: Origin::Tutorial, ..*figures });
            }
        }
    }

    /// Alerts that wait for delivery, oldest first.
    pub fn pending(&self) -> Vec<Alert> {
        gather(self.outbox.iter().filter(|queued| !queued.delivered).map(|queued| queued.alert.clone()))
    }

    /// Marks an alert as delivered; false when no alert of that key waits.
    pub fn acknowledge(&mut self, key: &str) -> bool {
        let waiting = self.outbox.iter_mut().find(|queued| !queued.delivered && queued.alert.key == key);
        waiting.map(|queued| queued.delivered = true).is_some()
    }

    /// Alerts that a reading raised.
    pub(crate) fn raised_at(&self, taken_at: Timestamp) -> Vec<Alert> {
        let raised = self.outbox.iter().filter(|queued| queued.alert.taken_at == taken_at);
        gather(raised.map(|queued| queued.alert.clone()))
    }

    pub(crate) fn find(&self, id: VideoId) -> Option<&Tracked> {
        self.place(id).and_then(|place| self.videos.get(place))
    }

    /// The place of a video that is known.
    #[inline]
    fn place(&self, id: VideoId) -> Option<usize> {
        self.places.get(id.0, &|place| self.videos.get(place).is_some_and(|video| video.id == id))
    }

    /// The creator's handle; none where it is unknown or forgotten.
    pub(crate) fn author(&self, video: &Tracked) -> Option<&str> {
        self.name(video).filter(|name| !is_forgotten(name))
    }

    /// The same, or what stands for a forgotten one.
    pub(crate) fn name(&self, video: &Tracked) -> Option<&str> {
        video.author.get().and_then(|number| self.authors.get(number))
    }

    pub(crate) fn caption(&self, video: &Tracked) -> Option<&str> {
        self.place(video.id).and_then(|place| self.captions.get(place))
    }

    pub(crate) fn followers_of(&self, author: Option<u32>) -> Option<u64> {
        author.and_then(|number| self.followers.get(number as usize)?.get())
    }
}

#[cfg(test)]
mod recheck_tests;
#[cfg(test)]
mod tests;
