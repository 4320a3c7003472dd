//! One answer or file: whatever the bytes, the videos are strict ones and the document is JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tagpulse_core::{Hints, dialects, normalize, to_json};
use tagpulse_fuzz::{berlin, check_json, check_video};

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let zone = berlin();
    let names: Vec<&str> = dialects().collect();
    // 0 for none: most bytes are read without a name.
    let dialect = usize::from(choice & 0x7f).checked_sub(1).and_then(|at| names.get(at).copied());
    let hints = Hints { dialect, zone: (choice & 0x80 != 0).then_some(&zone), ..Hints::default() };
    let read = normalize(bytes, &hints);
    match &read {
        Ok(normalized) => {
            normalized.videos.iter().for_each(check_video);
            check_json(&to_json(normalized));
        }
        Err(error) => check_json(&to_json(error)),
    }
    assert_eq!(normalize(bytes, &hints), read, "the same bytes twice");
});
