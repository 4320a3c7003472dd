//! An agency's morning: many campaigns, each with a hashtag of its own and as many videos listed, at
//! a provider of which one answer in twenty fails. The benchmark measures it, a test looks at it.

use std::process::{Child, ExitStatus};

use tagpulse_sandbox::{Fault, FaultKind, SandboxOptions, WorldOptions};

/// One request in so many fails.
const ONE_FAILS_OF: u64 = 20;
/// Tries of a request that may fail; the third gets its answer, because the tool gives up after it.
const TRIES: u32 = 2;
/// Videos on a page.
pub(crate) const PAGE: usize = 30;
/// A plan of the provider that many people share.
pub(crate) const PLAN: usize = 20;

/// So many campaigns of so many videos.
#[derive(Clone, Copy)]
pub(crate) struct Agency {
    pub(crate) campaigns: usize,
    pub(crate) videos: usize,
}

impl Agency {
    /// The campaigns' hashtags, which are their names, too.
    pub(crate) fn hashtags(self) -> Vec<String> {
        (0..self.campaigns).map(|nth| format!("campaign{nth:03}")).collect()
    }

    /// The cursors of a campaign's requests: a lookup, then a page after the other.
    pub(crate) fn cursors(self) -> impl Iterator<Item = String> {
        let pages = (0..self.videos).step_by(PAGE).map(|offset| offset.to_string());
        std::iter::once("lookup".to_owned()).chain(pages)
    }

    /// Its provider. A listing is cut where the campaign has its videos; a third more are published, so that
    /// those of two days differ.
    pub(crate) fn provider(self, key: &str, latency_ms: u64) -> SandboxOptions {
        let world = WorldOptions {
            videos: self.campaigns * self.videos * 2,
            hashtags: self.hashtags(),
            further_hashtag: 0.0,
            cap: Some(self.videos),
            ..WorldOptions::seeded(20)
        };
        SandboxOptions {
            now: Some(world.day_start(28)),
            key: key.to_owned(),
            concurrency: Some(PLAN),
            latency_ms,
            faults: self.faults(),
            ..SandboxOptions::of(world)
        }
    }

    /// What fails, by request and try and not by the order in which requests come: the same for everybody, however
    /// many go at a time.
    fn faults(self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut drawn = 0_u64;
        for hashtag in self.hashtags() {
            for cursor in self.cursors() {
                for attempt in 0..TRIES {
                    drawn += 1;
                    let number = mixed(drawn);
                    if number.is_multiple_of(ONE_FAILS_OF) {
                        let (hashtag, cursor) = (Some(hashtag.clone()), Some(cursor.clone()));
                        faults.push(Fault {
                            hashtag,
                            cursor,
                            attempt: Some(attempt),
                            ..Fault::from(kind(number / ONE_FAILS_OF))
                        });
                    }
                }
            }
        }
        faults
    }

    /// The config of `tagpulse run`.
    pub(crate) fn config(self, concurrency: usize) -> String {
        let campaign = |name: &String| format!("[[campaign]]\nname = \"{name}\"\nhashtags = [\"{name}\"]\n");
        let campaigns: String = self.hashtags().iter().map(campaign).collect();
        format!("concurrency = {concurrency}\n{campaigns}")
    }
}

/// As the sandbox's own random faults: what a busy provider answers.
fn kind(number: u64) -> FaultKind {
    let code = match number % 5 {
        0 => 500,
        1 => 502,
        2 => 503,
        3 => 429,
        _ => return FaultKind::Drop,
    };
    FaultKind::Status { code, body: None, retry_after: (code == 429).then(|| "0".to_owned()) }
}

/// SplitMix64: neighbours get numbers that have nothing in common.
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// What a process needed, in bytes; nothing where the system does not tell.
#[derive(Clone, Copy, Default)]
pub(crate) struct Needed {
    /// The most memory that it had.
    pub(crate) memory: Option<u64>,
    /// What it had the disk write.
    pub(crate) written: Option<u64>,
}

/// Waits for a process, and gives what it needed.
///
/// What `wait4` tells of a child is at least what its parent had when it was started, and here the parent holds the
/// provider's world: so Linux is asked again and again for the child's own peak, which never falls.
pub(crate) fn wait(child: &mut Child) -> std::io::Result<(ExitStatus, Needed)> {
    let mut needed = Needed::default();
    loop {
        needed.memory =
            needed.memory.max(told(child.id(), "status", "VmHWM:", " kB").map(|kilobytes| kilobytes * 1024));
        // Who has ended still tells what was written, until somebody waits for it.
        let runs = told(child.id(), "status", "VmSize:", " kB").is_some();
        needed.written = needed.written.max(told(child.id(), "io", "write_bytes:", ""));
        if !runs && let Some(status) = child.try_wait()? {
            return Ok((status, needed));
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

/// A number that Linux tells of a process.
fn told(process: u32, file: &str, name: &str, unit: &str) -> Option<u64> {
    let all = std::fs::read_to_string(format!("/proc/{process}/{file}")).ok()?;
    let line = all.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(unit)?.parse().ok()
}
