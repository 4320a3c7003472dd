//! What the targets share: an input taken apart, kept state whose checksum is put right, and what
//! must hold of every video and document, whatever the bytes.
//!
//! An input begins with a byte that chooses among the ways to read the rest; where several texts are
//! needed, they stand behind one another with [`BETWEEN`] between them.

use crc::{CRC_32_ISO_HDLC, Crc};
use tagpulse_core::{Campaign, Hashtag, MAX_COUNT, Settings, Timestamp, Video, Zone, ZoneTable};

/// Stands between the parts of an input. `cargo xtask fuzz` writes it into the corpus.
pub const BETWEEN: &[u8] = include_bytes!("../between.txt");

/// Where the version of kept state stands: behind four letters.
const VERSION: usize = 4;
/// The first version whose checksum covers the version itself.
const COVERED_SINCE: u8 = 3;
/// Where the checksum stands.
const CHECKSUM: std::ops::Range<usize> = 5..9;

/// The instant at which the targets read: the corpus has videos from before and after it.
pub fn now() -> Timestamp {
    seconds(1_790_000_000)
}

/// An instant that is known to be in range.
pub fn seconds(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds).expect("a time between 1970 and 9999")
}

/// A zone with changes, covering what readings at [`now`] need.
pub fn berlin() -> Zone {
    let changes = vec![(0, 3600), (1_774_746_000, 7200), (1_792_890_000, 3600)];
    let table = ZoneTable { begin: tagpulse_core::ZONE_TABLE_BEGIN, end: 4_000_000_000, changes };
    Zone::new("Europe/Berlin", Some(table)).expect("a table in order")
}

/// A campaign with nothing but a name, if that name can be one.
pub fn campaign(name: &str) -> Option<Campaign> {
    Campaign::new(Settings { campaign: name.to_owned(), ..Settings::default() }).ok()
}

/// The parts of an input, at most `most`; the last one keeps what is left.
pub fn parts(input: &[u8], most: usize) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = input;
    while parts.len() + 1 < most {
        let Some(at) = rest.windows(BETWEEN.len()).position(|window| window == BETWEEN) else { break };
        parts.push(&rest[..at]);
        rest = &rest[at + BETWEEN.len()..];
    }
    parts.push(rest);
    parts
}

/// State with the checksum that it should have: without it no mutation would get past the seal.
pub fn resealed(state: &[u8]) -> Vec<u8> {
    let mut sealed = state.to_vec();
    if let (Some(kept), Some(version)) = (state.get(CHECKSUM.end..), state.get(VERSION)) {
        let covered = if *version < COVERED_SINCE { 0 } else { u32::from(*version) };
        let sum = Crc::<u32>::new(&CRC_32_ISO_HDLC).checksum(kept) ^ covered;
        sealed[CHECKSUM].copy_from_slice(&sum.to_le_bytes());
    }
    sealed
}

/// Fails unless another parser takes the text for one JSON document.
pub fn check_json(text: &str) {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        panic!("{error} in {text}");
    }
}

/// Fails unless a video is one that a campaign may count.
pub fn check_video(video: &Video) {
    assert_ne!(video.video_id.0, 0, "an id of 0");
    for count in video.counts.array().into_iter().chain([video.author_followers]).flatten() {
        assert!(count <= MAX_COUNT, "a count of {count}");
    }
    let mut names: Vec<&str> = video.hashtags.iter().collect();
    assert!(names.len() <= 30, "{} hashtags", names.len());
    for name in &names {
        let again = Hashtag::parse(name).expect("a hashtag of a video is one of its own");
        assert_eq!(again.as_str(), *name, "it is not in its one form");
        assert!(!name.bytes().any(|byte| byte.is_ascii_uppercase()), "{name}");
    }
    let given = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), given, "a hashtag stands twice");
}
