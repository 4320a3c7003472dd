//! Where people stand in each document.

use anyhow::Result;
use tagpulse_core::{Alert, Backtest, Error, Header, Rejected, Report, Snapshot};

use super::Pseudonyms;
use crate::{
    alerts::{AlertsDocument, OutboxDocument},
    format::{Compared, Document, Shown},
    store::Waiting,
};

impl Pseudonyms {
    /// Does something with a document that names nobody.
    ///
    /// # Errors
    /// What is done has.
    pub(crate) fn with<T>(&self, document: &Document<'_>, then: impl FnOnce(&Document<'_>) -> Result<T>) -> Result<T> {
        match document {
            Document::Run(result) => {
                let mut result = (*result).clone();
                self.compared(&mut result.all);
                then(&Document::Run(&result))
            }
            Document::Compare(all) => {
                let mut all = (*all).clone();
                self.compared(&mut all);
                then(&Document::Compare(&all))
            }
            Document::Span(span) => {
                let mut span = (*span).clone();
                span.shown = self.shown(&span.shown);
                then(&Document::Span(&span))
            }
            Document::Report(shown) => then(&Document::Report(&self.shown(shown))),
            Document::Diff(shown) => then(&Document::Diff(&self.shown(shown))),
            Document::Observations(all) => {
                let all: Vec<(String, Vec<Snapshot>)> = all
                    .iter()
                    .map(|(name, readings)| {
                        (name.clone(), readings.iter().map(|reading| self.snapshot(reading)).collect())
                    })
                    .collect();
                then(&Document::Observations(&all))
            }
            Document::Alerts(document) => {
                let alerts = document.alerts.iter().map(|alert| self.alert(alert)).collect();
                then(&Document::Alerts(&AlertsDocument { alerts, ..(*document).clone() }))
            }
            Document::Outbox(document) => {
                let waiting = document.waiting.iter().map(|waiting| self.waiting(waiting)).collect::<Result<_>>()?;
                then(&Document::Outbox(&OutboxDocument { waiting, ..(*document).clone() }))
            }
            Document::Backtest(result, zone) => {
                let mut result: Backtest = (*result).clone();
                for sent in &mut result.alerts {
                    sent.key = self.key(&sent.key, sent.video_id.map(|id| id.to_string()).as_deref());
                    sent.video_id = sent.video_id.map(|id| self.video(id));
                    sent.reason = self.text(&sent.reason);
                }
                then(&Document::Backtest(&result, zone))
            }
            // Nobody stands in them; what was forgotten is named by who asks for it.
            Document::History(_)
            | Document::Daily(_)
            | Document::Cost(_)
            | Document::Check(_)
            | Document::Forget(_)
            | Document::Plan(_) => then(document),
        }
    }

    fn shown(&self, shown: &Shown) -> Shown {
        let own = shown.own.named(|account| self.handle(account));
        let mut shown = Shown { own, ..shown.clone() };
        self.report(&mut shown.report);
        shown
    }

    fn compared(&self, all: &mut Compared) {
        for ran in &mut all.campaigns {
            ran.shown.iter_mut().for_each(|shown| *shown = self.shown(shown));
            ran.error.iter_mut().for_each(|error| self.error(error));
        }
    }

    fn report(&self, report: &mut Report) {
        for listing in &mut report.hashtags {
            listing.error.iter_mut().for_each(|error| self.error(error));
        }
        report.top_5_creators.iter_mut().for_each(|author| self.author(author));
        self.rejected(&mut report.coverage.rejected);
        for source in report.coverage.sources.iter_mut().flatten() {
            source.truncated.iter_mut().for_each(|error| self.error(error));
        }
        for creator in &mut report.creators.top {
            creator.author = self.handle(&creator.author);
        }
        for video in &mut report.top_videos {
            video.video_id = self.video(video.video_id);
            self.author(&mut video.author);
            (video.desc, video.url) = (None, None);
            video.hashtags.clear();
        }
        for contributor in report.diff.iter_mut().flat_map(|diff| &mut diff.top_contributors) {
            contributor.video_id = self.video(contributor.video_id);
            self.author(&mut contributor.author);
        }
        for alert in &mut report.alerts {
            let Alert { key, video_id, author, url, reason, .. } = alert;
            *key = self.key(key, video_id.map(|id| id.to_string()).as_deref());
            *video_id = video_id.map(|id| self.video(id));
            self.author(author);
            *url = None;
            *reason = self.text(reason);
        }
    }

    fn snapshot(&self, reading: &Snapshot) -> Snapshot {
        let mut reading = reading.clone();
        let Header { hashtags, rejected, sources, .. } = &mut reading.header;
        hashtags.iter_mut().filter_map(|listing| listing.error.as_mut()).for_each(|error| self.error(error));
        self.rejected(&mut rejected.first);
        let truncated = sources.iter_mut().flatten().filter_map(|source| source.truncated.as_mut());
        truncated.for_each(|error| self.error(error));
        for listed in &mut reading.videos {
            let video = &mut listed.video;
            video.video_id = self.video(video.video_id);
            self.author(&mut video.author);
            video.desc = None;
            video.hashtags = [].into_iter().collect();
        }
        for again in &mut reading.rechecked {
            again.video_id = self.video(again.video_id);
        }
        reading
    }

    fn waiting(&self, waiting: &Waiting) -> Result<Waiting> {
        let text = self.alert(&serde_json::from_str(&waiting.text)?);
        let key = text["key"].as_str().unwrap_or_default().to_owned();
        let last_error = waiting.last_error.as_deref().map(|error| self.text(error));
        Ok(Waiting { key, text: text.to_string(), last_error, ..waiting.clone() })
    }

    fn rejected(&self, items: &mut [Rejected]) {
        for item in items {
            item.id = None;
            item.reason = self.reason(&item.reason);
        }
    }

    fn error(&self, error: &mut Error) {
        error.message = self.text(&error.message);
    }

    fn author(&self, author: &mut Option<String>) {
        *author = author.as_deref().map(|name| self.handle(name));
    }
}
