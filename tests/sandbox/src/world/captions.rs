//! Captions with everything that real ones hold: emoji, CJK, quotes, line breaks.

use super::draw::{chance, pick};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

const OPENINGS: &[&str] = &[
    "my honest review after 30 days",
    "wait for it...",
    "POV: you finally tried it 😭✨",
    "she said \"just one more\" and here we are",
    "part 2 is up!",
    "夏の新作、買ってみた",
    "今天的妆容教程 💄",
    "이거 진짜 좋아요 🥹",
    "no puede ser 😂 ¿alguien más?",
    "I can't believe it's only 5$ <3 & free",
    "line one\nline two",
    "C:\\fakepath\\draft_final(2)",
    "",
    "👩🏽‍🍳 recipe in bio",
    "replying to @user naïve question, 50% off; yes, really",
    "هل جربتم هذا؟",
];
const OTHERS: &[&str] = &["fyp", "foryou", "viral", "ootd", "grwm", "おすすめ", "parati", "tiktokmademebuyit"];

/// A caption that names these campaign hashtags among others.
pub(super) fn caption(rng: &mut ChaCha8Rng, campaign: &[String]) -> String {
    let mut text = pick(rng, OPENINGS).to_owned();
    let mut add = |tag: &str| {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push('#');
        text.push_str(tag);
    };
    let others = rng.random_range(0..3);
    if chance(rng, 0.5) {
        add("fyp");
    }
    for tag in campaign {
        add(tag);
    }
    for _ in 0..others {
        add(pick(rng, OTHERS));
    }
    text
}
