//! A whole listing as one saved answer, without HTTP and pages: input for benchmarks, in any size.

use crate::options::{SandboxOptions, Shape};
use crate::page::{Item, Page};
use crate::shapes::aweme::{self, Meter};
use crate::shapes::tutorial;
use crate::world::World;

/// The bytes of an answer that lists every published video, as the options shape it.
///
/// ```
/// use tagpulse_sandbox::{SandboxOptions, Shape, WorldOptions, saved};
/// let options = SandboxOptions { shape: Shape::Tutorial, ..SandboxOptions::of(WorldOptions::seeded(7)) };
/// let bytes = saved(&options);
/// assert!(bytes.starts_with(br#"{"videos":[{"video_id":""#));
/// assert_eq!(bytes, saved(&options));
/// ```
#[must_use]
pub fn saved(options: &SandboxOptions) -> Vec<u8> {
    let world = World::new(options.world.clone());
    let now = options.now.unwrap_or_else(|| options.world.end());
    let items: Vec<_> = world.truth(now).into_iter().map(|truth| Item::of(truth, options)).collect();
    let next_cursor = items.len() as u64;
    let page = Page { items, cursor: 0, next_cursor, has_more: false, list_missing: false };
    let reply = match options.shape {
        Shape::Tutorial => tutorial::listing(&page),
        Shape::Aweme => aweme::listing(&page, &world, options, Meter { response_time_ms: 0, credits_remaining: 0 }),
    };
    reply.body
}
