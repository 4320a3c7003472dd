//! Forgetting a person: what they are called and what they wrote goes, what was counted stays.
//!
//! The mark is the name under which their videos then stand, one that no creator is read with (`normalize`). So the
//! bytes need no field for it, and the number of creators stays.

use super::{History, Names, Tracked};
use crate::{Campaign, VideoId, scalar};

/// How the name of a forgotten creator begins.
const FORGOTTEN: &str = "(forgotten";
/// The same where the settings left them out: their videos stay out, although nobody knows any more whose they are.
const LEFT_OUT: &str = "(forgotten, left out";
/// The same where nobody is told of them.
const MUTED: &str = "(forgotten, muted";

impl History {
    /// Forgets a creator, by their handle in any case with or without `@`, or one video, by its id; gives the number of
    /// videos that it changed.
    ///
    /// Handle, address, caption and the caption's hashtags go from the bytes, from alerts that wait or were sent, and
    /// from every report to come. Counts, ids, times, followers and the days stay, so totals stay, and so does whether
    /// `campaign` leaves the videos out or mutes them. Reading a video again brings nothing of it back. A video that is forgotten by
    /// itself counts as one of a creator of its own.
    ///
    /// Videos of theirs that are found later are new facts, which `exclude` in the settings keeps out of the figures.
    pub fn forget(&mut self, who: &str, campaign: &Campaign) -> u32 {
        let who = crate::settings::handle(who);
        let own = self.part(who, campaign);
        let mut authors = vec![false; self.authors.len()];
        let mut hashtags = vec![false; self.hashtags.len()];
        let mut forgotten = 0;
        for (place, video) in self.videos.iter_mut().enumerate() {
            if is(video.author.get().and_then(|number| self.authors.get(number)), who) {
                forgotten += 1;
                video.hashtags = 0;
                self.captions.clear(place);
                for queued in self.outbox.iter_mut().filter(|queued| queued.alert.video_id == Some(video.id)) {
                    queued.alert.author = None;
                    queued.alert.url = None;
                }
            } else if let Some(author) = video.author.get() {
                mark(&mut authors, author);
            }
            for list in [video.hashtags, video.under] {
                for number in self.lists.get(list) {
                    mark(&mut hashtags, *number);
                }
            }
        }
        self.authors = blanked(&self.authors, &authors, &|name| own.unwrap_or_else(|| mark_of(name, campaign)));
        self.hashtags = blanked(&self.hashtags, &hashtags, &|_| FORGOTTEN);
        forgotten
    }

    /// Gives the video whose id is `who` a creator of that name, and the mark of the one it had.
    fn part(&mut self, who: &str, campaign: &Campaign) -> Option<&'static str> {
        let place = scalar::digits(who.as_bytes()).and_then(|id| self.place(VideoId(id)))?;
        let video = self.videos.get(place)?;
        if self.is_forgotten(video) {
            return None;
        }
        let before = video.author;
        let marked = mark_of(self.name(video).unwrap_or_default(), campaign);
        let own = self.author_number(who);
        if let Some(video) = self.videos.get_mut(place) {
            video.author = Some(own).into();
        }
        // Followers are counted once a creator.
        let was_all = self.videos.iter().all(|video| video.author != before);
        let followers = self.followers_of(before.get()).filter(|_| was_all);
        if let Some(place) = self.followers.get_mut(own as usize) {
            *place = followers.into();
        }
        Some(marked)
    }

    /// Whether nobody is told of a video, also when its creator was forgotten since.
    pub(super) fn mutes(&self, id: VideoId, campaign: &Campaign) -> bool {
        let name = self.find(id).and_then(|video| self.name(video));
        name.is_some_and(|name| name.starts_with(MUTED)) || campaign.policy().mutes(id, name)
    }

    pub(super) fn is_forgotten(&self, video: &Tracked) -> bool {
        self.name(video).is_some_and(is_forgotten)
    }
}

/// What a store writes in the place of a creator's name that it forgets, so that the fold over its readings has the
/// same figures: under `campaign`'s settings their videos stay left out or muted. `number` tells those who are
/// forgotten apart; it is the host's to choose.
///
/// ```
/// # use tagpulse_core::{Campaign, Settings, forgotten_name, is_forgotten};
/// let settings = Settings { campaign: "spring".into(), exclude: vec!["@anna".into()], ..Settings::default() };
/// let campaign = Campaign::new(settings)?;
/// assert_eq!(forgotten_name("bela", 1, &campaign), "(forgotten 1)");
/// assert_eq!(forgotten_name("anna", 2, &campaign), "(forgotten, left out 2)");
/// assert!(is_forgotten("(forgotten 1)"));
/// # Ok::<(), tagpulse_core::Error>(())
/// ```
pub fn forgotten_name(name: &str, number: u32, campaign: &Campaign) -> String {
    text!("{} {})", mark_of(name, campaign), number)
}

/// Whether a name stands for somebody forgotten; no creator is read with such a one.
pub fn is_forgotten(name: &str) -> bool {
    name.starts_with(FORGOTTEN)
}

/// Whether it stands for somebody whose videos do not count.
pub(crate) fn is_left_out(name: &str) -> bool {
    name.starts_with(LEFT_OUT)
}

/// How the name of somebody begins who is forgotten under these settings.
fn mark_of(name: &str, campaign: &Campaign) -> &'static str {
    if campaign.excludes(Some(name)) {
        LEFT_OUT
    } else if campaign.policy().mutes(VideoId(0), Some(name)) {
        MUTED
    } else {
        FORGOTTEN
    }
}

#[inline(never)]
fn is(name: Option<&str>, who: &str) -> bool {
    name.is_some_and(|name| name.eq_ignore_ascii_case(who) && !is_forgotten(name))
}

#[inline(never)]
fn mark(used: &mut [bool], number: u32) {
    if let Some(used) = used.get_mut(number as usize) {
        *used = true;
    }
}

/// The names with those that no video has any more blanked, each under its number as before. Among them is what a
/// creator was called before.
fn blanked(names: &Names, used: &[bool], mark: &dyn Fn(&str) -> &'static str) -> Names {
    let mut all = Names::default();
    for (number, used) in (0..).zip(used) {
        let Some(name) = names.get(number) else { continue };
        if *used || is_forgotten(name) {
            all.number(name.as_bytes());
            continue;
        }
        let mut blank = text!("{} {})", mark(name), number);
        // A snapshot made by hand may call somebody so; that must not move the numbers.
        while names.find(&blank).is_some() {
            blank.push(')');
        }
        all.number(blank.as_bytes());
    }
    all
}

#[cfg(test)]
#[path = "forget_tests.rs"]
mod tests;
