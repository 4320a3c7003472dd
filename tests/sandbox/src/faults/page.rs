//! Faults inside a page of videos that is otherwise in order.

use super::FaultKind;
use crate::figure::Figure;
use crate::page::{Item, Page};

/// Stands in the caption until the page is JSON; no caption of a world holds it.
pub(crate) const LONE_SURROGATE_MARK: &str = "@@lone-surrogate@@";
/// What it becomes: the first half of a pair, alone.
pub(crate) const LONE_SURROGATE: &str = r"\ud83d";

const HOSTILE: &str = "\u{1b}[31mred\u{1b}[0m \u{1b}]8;;http://example.com\u{7}link\u{1b}]8;;\u{7} \
    \u{202e}desrever\u{202c} </script><script>alert(1)</script> \u{9b}2J";

/// Spoils the page as the fault says; faults that are not about pages change nothing.
pub(crate) fn spoil(page: &mut Page<'_>, kind: &FaultKind) {
    let middle = page.items.len() / 2;
    match kind {
        FaultKind::EmptyList => page.items.clear(),
        FaultKind::EndlessHasMore { .. } => page.has_more = true,
        FaultKind::StuckCursor => {
            page.next_cursor = page.cursor;
            page.has_more = true;
        }
        FaultKind::MissingList => {
            page.list_missing = true;
            page.has_more = false;
        }
        FaultKind::ItemWithoutAuthor => {
            if let Some(item) = page.items.get_mut(middle) {
                item.has_author = false;
            }
        }
        FaultKind::ItemWithoutId => {
            if let Some(item) = page.items.get_mut(middle) {
                item.id.clear();
            }
        }
        FaultKind::AllBlankIds => page.items.iter_mut().for_each(|item| item.id.clear()),
        FaultKind::AllZeroCounts => each_figure(page, |_| Figure::Number(0)),
        FaultKind::NullCounts => each_figure(page, |_| Figure::Null),
        FaultKind::StringCounts => each_count(page, Figure::Text),
        FaultKind::AbbreviatedCounts => each_count(page, Figure::Abbreviated),
        FaultKind::FloatCounts => each_count(page, Figure::Float),
        FaultKind::NegativeCounts => each_count(page, Figure::Negative),
        FaultKind::LowerCounts => each_count(page, |count| Figure::Number(count - count * 3 / 100)),
        FaultKind::DuplicateItem => {
            let first = page.items.first().cloned();
            page.items.extend(first);
        }
        FaultKind::LoneSurrogate => {
            if let Some(item) = page.items.first_mut() {
                item.desc = format!("{LONE_SURROGATE_MARK} {}", item.desc).into();
            }
        }
        FaultKind::TerminalEscapes => {
            if let Some(item) = page.items.first_mut() {
                item.desc = HOSTILE.into();
                item.nickname = HOSTILE.into();
            }
        }
        _ => {}
    }
}

/// Changes the counts that are known, in whichever way they were written.
fn each_count(page: &mut Page<'_>, change: impl Fn(u64) -> Figure) {
    each_figure(page, |figure| match figure {
        Figure::Number(count) | Figure::Text(count) => change(count),
        other => other,
    });
}

fn each_figure(page: &mut Page<'_>, change: impl Fn(Figure) -> Figure) {
    for Item { figures, .. } in &mut page.items {
        *figures = figures.map(&change);
    }
}
