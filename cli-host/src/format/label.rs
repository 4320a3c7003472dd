//! What the keys of a document are called for people, and what they mean. The words stand in one
//! file, for every format and for pages that other hosts make.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The words.
static WORDS: LazyLock<BTreeMap<&str, [&str; 2]>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../core/report.labels.json")).expect("a test reads the file")
});

/// The name for people; the key itself where there is none.
pub(super) fn label(key: &'static str) -> &'static str {
    WORDS.get(key).map_or(key, |[label, _]| *label)
}

/// The same as the beginning of a line.
pub(super) fn heading(key: &'static str) -> String {
    let label = label(key);
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A sentence that says what it is.
pub(super) fn explanation(key: &'static str) -> &'static str {
    WORDS.get(key).map_or("", |[_, sentence]| *sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_label_and_a_sentence() {
        assert_eq!(label("er_views_pooled"), "engagement rate, of views");
        assert_eq!(heading("total_views"), "Views");
        for (key, [label, sentence]) in WORDS.iter() {
            assert!(!label.is_empty() && sentence.ends_with('.'), "{key}");
        }
    }
}
