//! State as bytes: a mark, a version, a checksum, the state.
//!
//! Equal from native and wasm. A later release reads every earlier version of a history; a
//! collector lives for hours, so only its own version is read.

use crc::{CRC_32_ISO_HDLC, Crc};

use crate::{
    Error, ErrorCode,
    codec::{Record, Source},
};

/// Whose bytes they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    History,
    Collector,
    Header,
}

impl Kind {
    const fn mark(self) -> &'static [u8; 4] {
        match self {
            Self::History => b"tpH\n",
            Self::Collector => b"tpC\n",
            Self::Header => b"tpR\n",
        }
    }

    fn corrupt(self, why: &str) -> Error {
        let (code, what) = match self {
            Self::History => (ErrorCode::HistoryCorrupt, "history"),
            Self::Header => (ErrorCode::HistoryCorrupt, "reading"),
            Self::Collector => (ErrorCode::CollectorCorrupt, "collector"),
        };
        Error::new(code, text!("these bytes are no {} of tagpulse: {}", what, why))
    }
}

/// The version that is written. 2: videos that were read again by themselves. 3: counts that a reading left out. 4: over
/// how many hours a day's gain is; one growth of the campaign a day.
const VERSION: u32 = 4;

/// The checksum. In the wasm its table of one kilobyte is made anew, in microseconds: a static one cannot
/// be compressed.
#[cfg(target_family = "wasm")]
#[inline(never)]
fn checksum(bytes: &[u8]) -> u32 {
    Crc::<u32, crc::Table<1>>::new(&CRC_32_ISO_HDLC).checksum(bytes)
}

/// The same with a table of sixteen kilobytes, several times as fast.
#[cfg(not(target_family = "wasm"))]
fn checksum(bytes: &[u8]) -> u32 {
    static TABLE: Crc<u32, crc::Table<16>> = Crc::<u32, crc::Table<16>>::new(&CRC_32_ISO_HDLC);
    TABLE.checksum(bytes)
}

/// Mark, version, checksum.
const HEAD: usize = 9;

/// Whether state was sealed in the version that is written.
pub(crate) fn is_current(sealed: &[u8]) -> bool {
    sealed.get(4).map(|version| u32::from(*version)) == Some(VERSION)
}

/// State as sealed bytes.
pub(crate) fn seal<T: Record>(kind: Kind, state: &T) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    out.extend_from_slice(kind.mark());
    out.push(VERSION as u8);
    out.extend_from_slice(&[0; 4]);
    state.put(&mut out);
    let sum = checksum(out.get(HEAD..).unwrap_or_default()) ^ VERSION;
    if let Some(place) = out.get_mut(5..HEAD) {
        place.copy_from_slice(&sum.to_le_bytes());
    }
    out
}

/// State from sealed bytes.
///
/// # Errors
/// `history_corrupt` or `collector_corrupt` with the reason, `history_too_new`.
pub(crate) fn open<T: Record>(kind: Kind, sealed: &[u8]) -> Result<T, Error> {
    let Some((head, state)) = sealed.split_at_checked(HEAD) else {
        return Err(kind.corrupt(&text!("{} bytes are too few", sealed.len())));
    };
    if !head.starts_with(kind.mark()) {
        return Err(kind.corrupt("they begin otherwise; give the bytes of toBytes() unchanged, not text made of them"));
    }
    let version = u32::from(head.get(4).copied().unwrap_or_default());
    if version > VERSION && kind != Kind::Collector {
        return Err(Error::new(
            ErrorCode::HistoryTooNew,
            text!("these bytes have version {}, this release reads up to {}; update tagpulse", version, VERSION),
        ));
    }
    if version != VERSION && (version == 0 || kind == Kind::Collector) {
        return Err(kind.corrupt(&text!("version {} is not {}", version, VERSION)));
    }
    // Since version 3 it covers the version, too: a 3 that became a 2 would be read otherwise.
    let covered = if version < 3 { 0 } else { version };
    let sum = (checksum(state) ^ covered).to_le_bytes();
    if head.get(5..) != Some(&sum) {
        return Err(kind.corrupt("the checksum does not match; restore them from a copy"));
    }
    let mut source = Source::new(state);
    source.version = version;
    let value = T::get(&mut source);
    if source.is_whole() { Ok(value) } else { Err(kind.corrupt("the state cannot be read")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_changed_byte_is_noticed() {
        let sealed = seal(Kind::History, &(7_u64, "x".to_owned()));
        assert_eq!(open::<(u64, String)>(Kind::History, &sealed).unwrap(), (7, "x".to_owned()));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open::<(u64, String)>(Kind::History, &changed).is_err(), "byte {at}");
        }
        for length in 0..sealed.len() {
            assert!(open::<(u64, String)>(Kind::History, &sealed[..length]).is_err(), "length {length}");
        }
        assert_eq!(open::<u8>(Kind::Collector, &sealed).unwrap_err().code, ErrorCode::CollectorCorrupt);
    }

    #[test]
    fn a_later_version_says_so() {
        let mut sealed = seal(Kind::History, &1_u8);
        sealed[4] = VERSION as u8 + 1;
        assert_eq!(open::<u8>(Kind::History, &sealed).unwrap_err().code, ErrorCode::HistoryTooNew);
    }
}
