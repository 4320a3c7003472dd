//! The pages of a damaged file: those of the file itself, and over them those that were committed to the
//! log beside it and not written back. SQLite's formats, read without trust in any byte.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Result;

/// The page size that SQLite gives a new file, where the header does not say one.
const USUAL_PAGE_SIZE: usize = 4096;
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// Pages by their number, from 1.
pub(super) struct File {
    bytes: Vec<u8>,
    log: Vec<u8>,
    /// Where a page stands in the log.
    newer: HashMap<u32, usize>,
    /// Bytes of a page.
    pub(super) page_size: usize,
    /// Bytes at a page's end that SQLite leaves alone.
    pub(super) reserved: usize,
}

impl File {
    pub(super) fn read(path: &Path, log: &Path) -> Result<Self> {
        let bytes = std::fs::read(path)?;
        let log = if log.is_file() { std::fs::read(log)? } else { Vec::new() };
        let is_whole = bytes.starts_with(b"SQLite format 3\0");
        let said = match u16_at(&bytes, 16) {
            Some(1) => 65_536,
            other => usize::from(other.unwrap_or(0)),
        };
        let page_size = if (512..=65_536).contains(&said) && said.is_power_of_two() { said } else { USUAL_PAGE_SIZE };
        let reserved = bytes.get(20).map_or(0, |byte| usize::from(*byte));
        let reserved = if is_whole && reserved <= 32 { reserved } else { 0 };
        let newer = committed(&log, page_size);
        Ok(Self { bytes, log, newer, page_size, reserved })
    }

    /// How many pages there are, the last of them perhaps cut off.
    pub(super) fn count(&self) -> u32 {
        let own = u32::try_from(self.bytes.len().div_ceil(self.page_size)).unwrap_or(u32::MAX);
        self.newer.keys().copied().max().unwrap_or(0).max(own)
    }

    /// A page; of the file's last one what there is.
    pub(super) fn page(&self, number: u32) -> Option<&[u8]> {
        if let Some(at) = self.newer.get(&number) {
            return self.log.get(*at..*at + self.page_size);
        }
        let begin = (number.checked_sub(1)? as usize).checked_mul(self.page_size)?;
        let end = begin.saturating_add(self.page_size).min(self.bytes.len());
        self.bytes.get(begin..end).filter(|page| !page.is_empty())
    }
}

/// Where the newest committed form of each page stands in the log; its checksums say how far it is whole.
fn committed(log: &[u8], page_size: usize) -> HashMap<u32, usize> {
    let (mut newer, mut open) = (HashMap::new(), Vec::new());
    let (Some(magic), Some(size)) = (u32_at(log, 0), u32_at(log, 8)) else { return newer };
    if magic & !1 != 0x377f_0682 || size as usize != page_size {
        return newer;
    }
    let big = magic & 1 == 1;
    let Some(mut sum) = log.get(..24).map(|head| checksum(head, (0, 0), big)) else { return newer };
    if (u32_at(log, 24), u32_at(log, 28)) != (Some(sum.0), Some(sum.1)) {
        return newer;
    }
    let mut at = LOG_HEADER;
    while let (Some(frame), Some(page)) =
        (log.get(at..at + FRAME_HEADER), log.get(at + FRAME_HEADER..at + FRAME_HEADER + page_size))
    {
        let salt_is_right = frame.get(8..16) == log.get(16..24);
        sum = checksum(page, checksum(frame.get(..8).unwrap_or_default(), sum, big), big);
        if !salt_is_right || (u32_at(frame, 16), u32_at(frame, 20)) != (Some(sum.0), Some(sum.1)) {
            break;
        }
        open.push((u32_at(frame, 0).unwrap_or(0), at + FRAME_HEADER));
        // The last frame of a transaction says how large the file is after it.
        if u32_at(frame, 4) != Some(0) {
            newer.extend(open.drain(..));
        }
        at += FRAME_HEADER + page_size;
    }
    newer
}

fn checksum(bytes: &[u8], (mut first, mut second): (u32, u32), big: bool) -> (u32, u32) {
    for pair in bytes.chunks_exact(8) {
        let word = |at: usize| {
            let four = [pair[at], pair[at + 1], pair[at + 2], pair[at + 3]];
            if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
        };
        first = first.wrapping_add(word(0)).wrapping_add(second);
        second = second.wrapping_add(word(4)).wrapping_add(first);
    }
    (first, second)
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
