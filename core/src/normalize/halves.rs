//! A long list read in two halves at once, where the host has threads for it.
//!
//! Where in the middle an item begins nobody can know, so a place is guessed, and the second half is read from there
//! while the first one is. Where the first one comes to an item that begins just there, the guess was right; else it
//! goes on to the end, and what was read behind it is dropped. Either way the videos are those of one reader.

use super::Items;
use crate::{
    field::Values,
    reader::{Broken, Reader},
};

/// Items after which it is known how long they are.
pub(super) const KNOWN: usize = 64;
/// Fewer bytes are read before a thread has started.
const LONG: usize = 1 << 20;
/// The longest beginning of an item that is looked for, and how many items may pass until it is found.
const MARK: usize = 80;
const NEAR: usize = 64;

/// Reads the rest of a list, whose items take `average` bytes. False where it has to be read in one.
pub(super) fn read<'a>(
    items: &mut Items<'_>,
    reader: &mut Reader<'a>,
    values: &mut Values<'a>,
    average: usize,
) -> Result<bool, Broken> {
    let Some(both) = items.both.take().filter(|_| reader.rest().len() >= LONG) else { return Ok(false) };
    let Some(mut behind) = guess(reader, average) else { return Ok(false) };
    let guessed = behind.place();
    let mut second = Items::new(items.page, items.zone, items.are_rounded);
    second.dialect = items.dialect;
    let (mut first_end, mut second_end) = (Ok(false), None);
    both(&mut || first_end = items.list(reader, values, false, Some(guessed)), &mut || {
        let end = second.list(&mut behind, &mut Values::default(), true, None);
        second.finish();
        second_end = Some(end);
    });
    if first_end? {
        let Some(end) = second_end else { return items.list(reader, values, true, None).map(|_| true) };
        items.adopt(second);
        *reader = behind;
        end?;
    }
    Ok(true)
}

/// A reader of the half behind an item's likely beginning: what the next item begins with, up to its first value.
fn guess<'a>(reader: &Reader<'a>, average: usize) -> Option<Reader<'a>> {
    let rest = reader.rest();
    let is_between = |byte: &u8| matches!(byte, b',' | b' ' | b'\n' | b'\r' | b'\t');
    let next = rest.get(rest.iter().position(|byte| !is_between(byte))?..)?;
    let length = next.iter().take(MARK).position(|byte| *byte == b':')? + 1;
    let mark = next.get(..length).filter(|mark| mark.starts_with(b"{"))?;
    let middle = rest.len() / 2;
    let near = rest.get(middle..rest.len().min(middle + NEAR * average))?;
    let is_item = |at: usize| {
        let item = reader.ahead(middle + at);
        let mut behind = item.clone();
        // One in an item may begin like it. It is shorter.
        let is_it = behind.skip().is_ok() && behind.since(&item).len() >= average / 4;
        is_it.then_some(item)
    };
    near.windows(length).enumerate().filter(|(_, window)| *window == mark).find_map(|(at, _)| is_item(at))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use crate::{Both, Hints, Normalized, normalize};

    static CALLED: AtomicUsize = AtomicUsize::new(0);

    /// A list with an item that is no video, and some that are rejected.
    fn list(nested: &str) -> String {
        let item = |n: u64| match n % 1_000 {
            7 => String::from("null"),
            8 => String::from(r#"{"aweme_id":"none","desc":"no id"}"#),
            _ => format!(
                r##"{{"aweme_id":"{}","desc":"#glow{} #x {}","statistics":{{"play_count":{n}}}{nested}}}"##,
                (1_700_000_000 + n) << 32,
                n % 50,
                "long ".repeat((n % 90) as usize)
            ),
        };
        let items: Vec<String> = (0..6_000).map(item).collect();
        format!(r#"{{"aweme_list":[{}],"has_more":1,"cursor":30}}"#, items.join(",\n "))
    }

    fn read(text: &str, both: Option<Both>) -> Result<Normalized, crate::Error> {
        normalize(text.as_bytes(), &Hints { both, ..Hints::default() })
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "here the test is the host")]
    fn in_halves_it_is_what_it_is_in_one() {
        let ways: [Both; 4] = [
            |one, other| {
                CALLED.fetch_add(1, Relaxed);
                one();
                other();
            },
            |one, other| {
                other();
                one();
            },
            |one, _| one(),
            |one, other| {
                std::thread::scope(|scope| {
                    scope.spawn(other);
                    one();
                });
            },
        ];
        // The second's nested objects are as long as items, so that the guess is one of them.
        let decoy = format!(r#","others":[{{"aweme_id":"1","x":"{}"}},{{"aweme_id":"2"}}]"#, "y".repeat(400));
        for nested in ["", &decoy] {
            let whole = list(nested);
            let (cut, broken) = (whole.len() * 9 / 10, whole.replacen("\"play_count\":4000", "?", 1));
            let (short, long) = (whole.split_at(whole.len() / 3).0, whole.split_at(cut).0);
            for text in [whole.as_str(), short, long, &broken] {
                let expected = read(text, None).unwrap();
                assert!(expected.videos.len() > 1_000 && !expected.rejected.is_empty());
                for way in ways {
                    assert_eq!(read(text, Some(way)).unwrap(), expected);
                }
            }
        }
        assert!(CALLED.load(Relaxed) >= 6, "it was read in halves");
    }

    #[test]
    fn bytes_that_broke_anywhere_give_the_same_in_halves() {
        let both: Both = |one, other| {
            other();
            one();
        };
        let whole = list("").into_bytes();
        let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
        for broken in br#"{}[]",:\x0{}[]",:\x0{}[]",:\x0"# {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            let mut bytes = whole.clone();
            let at = dice as usize % bytes.len();
            bytes[at] = *broken;
            let read = |both| normalize(&bytes, &Hints { both, ..Hints::default() });
            assert_eq!(read(Some(both)), read(None), "{} at {at}", char::from(*broken));
        }
    }
}
