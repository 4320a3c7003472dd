//! From bytes to strict videos: one pass, one conversion.

#[cfg(not(target_family = "wasm"))]
mod halves;
mod items;

use serde::Serialize;

use crate::{
    Error, ErrorCode, Listed, Rejected, Video, Zone,
    answer::{Answer, Way, broken_error},
    dialect::{self, Dialect},
    encoding,
    field::{Slot, Values, Videos, walk},
    reader::{Broken, Reader, Scalar},
    scalar,
    sheet::Sheet,
    text,
};
use items::Items;
pub(crate) use items::video;

/// Broken lines are read on behind their ends, where their documents may go on, until that came to so
/// many times the whole: lines that open what none closes would take the square of their number.
const TIMES_IN_VAIN: usize = 8;

/// What one answer or file held.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Normalized {
    /// The dialect that it was read as.
    pub dialect: String,
    /// Its videos in their order, duplicates among them.
    pub videos: Vec<Video>,
    /// The items that could not be videos.
    pub rejected: Vec<Rejected>,
    /// Where the bytes end or break, if they do, or what the provider reports beside the items.
    pub truncated: Option<Error>,
}

/// Does two things at once, or one behind the other, and comes back when they are done; the second may be left out.
/// The threads are the host's: the core starts nothing.
pub type Both = fn(one: &mut (dyn FnMut() + Send), other: &mut (dyn FnMut() + Send));

/// What a person knows of some bytes beyond what stands in them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The dialect's name; found from the bytes where it is not given.
    pub dialect: Option<&'a str>,
    /// The zone of times that are written without an offset; UTC where it is not given.
    pub zone: Option<&'a Zone>,
    /// How the host does two things at once: with it a long list is read in halves, and the same comes of it.
    /// The wasm, which has no threads, does without.
    pub both: Option<Both>,
}

impl Hints<'_> {
    /// Says `bad_settings` for a dialect that does not exist.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let Some(name) = self.dialect.filter(|name| dialect::dialects().all(|known| known != *name)) else {
            return Ok(());
        };
        let shown = crate::text::clean(name, 40);
        Err(Error::new(
            ErrorCode::BadSettings,
            text!("dialect: \"{}\" is not known; use one of {}", shown, dialect::names()),
        ))
    }
}

/// Reads one answer or file; its dialect is found from the bytes where `hints` do not name it.
///
/// JSON, several documents one behind the other (or one a line), or a sheet (CSV with commas,
/// semicolons or tabs); UTF-8 or UTF-16, in the cells of a sheet also Windows-1252.
///
/// # Errors
/// `empty_body`, `html`, `captcha`, `provider_error`, `truncated` (before the first item),
/// `unknown_shape`, or `bad_settings` for an unknown dialect, each naming what was found. One bad
/// item is no error: it is rejected.
///
/// ```
/// use tagpulse_core::{Hints, normalize};
///
/// let body = br#"{"videos":[{"video_id":"7412345678901234567","play_count":"12","author":{"unique_id":"anna"}}]}"#;
/// let read = normalize(body, &Hints::default())?;
/// assert_eq!(read.dialect, "tutorial");
/// assert_eq!(read.videos[0].counts.views, Some(12));
/// # Ok::<(), tagpulse_core::Error>(())
/// ```
pub fn normalize(bytes: &[u8], hints: &Hints<'_>) -> Result<Normalized, Error> {
    hints.check()?;
    let page = Page::read(bytes, hints, 1)?;
    Ok(Normalized {
        dialect: page.dialect,
        videos: page.videos.into_iter().map(|listed| listed.video).collect(),
        rejected: page.rejected.into_iter().map(|(rejected, _)| rejected).collect(),
        truncated: page.cut,
    })
}

/// A page of a listing, or a file.
#[derive(Default)]
pub(crate) struct Page {
    /// The dialects it was read as, joined by `+`.
    pub(crate) dialect: String,
    pub(crate) videos: Vec<Listed>,
    /// The rejected items, and whether each had a blank id.
    pub(crate) rejected: Vec<(Rejected, bool)>,
    /// How many items there were.
    pub(crate) items: u32,
    pub(crate) cursor: Option<String>,
    pub(crate) has_more: Option<bool>,
    pub(crate) credits_used: Option<u32>,
    /// Where the bytes broke, if they did, or the error that stands beside the items.
    pub(crate) cut: Option<Error>,
}

impl Page {
    /// Reads the page or file whose number is `number`.
    pub(crate) fn read(bytes: &[u8], hints: &Hints<'_>, number: u32) -> Result<Self, Error> {
        Self::read_with(&encoding::utf8(bytes)?, hints, number, false)
    }

    fn read_with(bytes: &[u8], hints: &Hints<'_>, number: u32, are_rounded: bool) -> Result<Self, Error> {
        let mut items = Items::new(number, hints.zone, are_rounded);
        #[cfg(not(target_family = "wasm"))]
        {
            items.both = hints.both;
        }
        let mut page = Self::default();
        let mut reader = Reader::new(bytes);
        reader.next_document();
        match reader.peek() {
            // Quietly empty, HTML, and what begins like JSON: `Answer` says what it is.
            Err(_) | Ok(b'{' | b'[' | b'<') => page.documents(&mut Reader::new(bytes), hints, &mut items)?,
            Ok(_) => {
                let mut sheet = Sheet::open(bytes, hints.dialect)?;
                page.read_as(sheet.dialect);
                items.dialect = Some(sheet.dialect);
                sheet.each(&mut |row| match row {
                    Ok(values) => items.take(values),
                    Err(reason) => items.refuse("row", text::owned(reason)),
                });
            }
        }
        // That ids were rounded shows when all are read; a second way rejects them in their places.
        if !are_rounded && items.lost_digits() {
            return Self::read_with(bytes, hints, number, true);
        }
        items.finish();
        Ok(Self { videos: items.videos, rejected: items.rejected, items: items.count, ..page })
    }

    /// Reads documents until the bytes end.
    fn documents(&mut self, reader: &mut Reader<'_>, hints: &Hints<'_>, items: &mut Items<'_>) -> Result<(), Error> {
        let mut refused: Option<Error> = None;
        let mut one_a_line = None;
        let mut values = Values::default();
        let mut in_vain = 0_usize;
        // The first look also refuses emptiness.
        while reader.next_document() || (refused.is_none() && self.dialect.is_empty()) {
            let begin = reader.clone();
            if in_vain > reader.len().saturating_mul(TIMES_IN_VAIN) {
                reader.end_with_line();
            }
            // Behind an item there are mostly more of them.
            let known = one_a_line.filter(|_| reader.peek() == Ok(b'{')).map(|dialect| (dialect, Way::Item));
            let found = match known {
                Some(found) => Ok(found),
                None => Answer::look_at(&mut reader.clone(), hints.dialect)
                    .and_then(|answer| answer.found().ok_or_else(|| answer.refusal())),
            };
            let walked = match found {
                // A list of whole answers: each is a document.
                Ok((_, Way::Answer)) if reader.enter(b'[') == Ok(true) => continue,
                Ok((dialect, way)) => {
                    items.dialect = Some(dialect);
                    let walked = self.document(reader, dialect, way, &mut values, items);
                    // What says next to nothing may be another source's, or an error.
                    if known.is_some() && walked.is_ok() && items.is_last_doubtful() {
                        let again = Answer::look_at(&mut begin.clone(), hints.dialect);
                        if again.is_ok_and(|answer| answer.is_other(dialect)) {
                            items.take_back();
                            (*reader, one_a_line) = (begin, None);
                            continue;
                        }
                    }
                    self.read_as(dialect);
                    one_a_line = Some(dialect).filter(|_| way == Way::Item);
                    walked
                }
                Err(error) => {
                    // What is no document costs the line in which it stands.
                    let whole = match reader.peek() {
                        Ok(b'{' | b'[') => reader.skip(),
                        _ => {
                            reader.next_line();
                            Ok(())
                        }
                    };
                    if whole.is_ok() {
                        items.refuse("document", text::owned(&error.message));
                    }
                    refused.get_or_insert(error);
                    whole.map(|()| None)
                }
            };
            reader.end_as(&begin);
            match walked {
                Ok(None) => {}
                // Without a video it is all that there is to tell.
                Ok(Some(error)) if items.videos.is_empty() => return Err(error),
                Ok(error @ Some(_)) => self.cut = error,
                Err(broken) => {
                    let error =
                        broken_error(broken, reader.len(), items.count.checked_add(1).filter(|_| items.count > 0));
                    in_vain = in_vain.saturating_add(broken.place(reader.len()).saturating_sub(begin.place()));
                    // A broken line of many costs itself only.
                    *reader = begin;
                    let in_lines = one_a_line.is_some() || (self.dialect.is_empty() && reader.another_line_opens());
                    if in_lines && reader.next_line() {
                        // The first look says where a line breaks that was not read.
                        let first = refused.as_ref().filter(|_| one_a_line.is_none());
                        items.refuse("document", first.map_or(error.message, |first| text::owned(&first.message)));
                        continue;
                    }
                    self.cut = Some(error);
                    break;
                }
            }
        }
        // Beside what was read, a refusal is one of the rejected.
        refused.filter(|_| self.dialect.is_empty()).map_or(Ok(()), Err)
    }

    /// Reads one document; gives the error that stands beside its list.
    fn document<'b>(
        &mut self,
        reader: &mut Reader<'b>,
        dialect: &'static Dialect,
        way: Way,
        values: &mut Values<'b>,
        items: &mut Items<'_>,
    ) -> Result<Option<Error>, Broken> {
        match way {
            Way::List => items.videos(reader, false)?,
            Way::Item => items.videos(reader, true)?,
            Way::Answer => {
                let (begin, before, first) = (reader.clone(), items.count, items.videos.len());
                values.clear();
                let walked = walk(reader, dialect.answer, values, items);
                self.cursor = scalar::string(values.get(Slot::Cursor));
                self.has_more = scalar::flag(values.get(Slot::HasMore));
                let credits = scalar::count(values.get(Slot::CreditsUsed));
                self.credits_used = credits.and_then(|credits| u32::try_from(credits).ok()).or(self.credits_used);
                items.order(first, &values.listed);
                walked?;
                if items.count == before || !matches!(values.get(Slot::Trouble), Scalar::Missing | Scalar::Null) {
                    let answer = Answer::beside_lists(&mut begin.clone()).ok();
                    return Ok(answer.and_then(|answer| answer.trouble_by_status()));
                }
            }
        }
        Ok(None)
    }

    fn read_as(&mut self, dialect: &Dialect) {
        if self.dialect.as_bytes().split(|byte| *byte == b'+').all(|name| name != dialect.name.as_bytes()) {
            if !self.dialect.is_empty() {
                self.dialect.push('+');
            }
            self.dialect.push_str(dialect.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_lines_that_open_what_none_closes_cost_themselves_only() {
        let good = |id: u32| format!(r#"{{"video_id":"{id}","play_count":1,"digg_count":2}}"#);
        // Each read to the end would take minutes.
        let broken = 40_000;
        for line in ["[", r#"{"x":["#, r#"{"video_id":"9","play_count":1,"digg_count":["#] {
            let text = format!("{}\n{}{}", good(1), format!("{line}\n").repeat(broken), good(2));
            let read = normalize(text.as_bytes(), &Hints::default()).unwrap();
            let ids: Vec<u64> = read.videos.iter().map(|video| video.video_id.0).collect();
            assert_eq!((ids, read.rejected.len()), (vec![1, 2], broken), "{line}");
        }
    }
}
