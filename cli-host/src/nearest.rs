//! The nearest right name for a wrong one, for messages.

/// The candidate that is fewest edits away, if it is near enough to be meant.
pub(crate) fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = wrong.to_lowercase();
    let near = candidates.into_iter().map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate));
    let (edits, candidate) = near.min_by_key(|(edits, _)| *edits)?;
    // A third of the letters wrong is still a slip; more is another word.
    (edits * 3 <= wrong.chars().count().max(3)).then_some(candidate)
}

/// `; did you mean "X"?`, or nothing.
pub(crate) fn hint<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wrong, candidates).map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"))
}

/// Levenshtein's distance with one row.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let keys = ["hashtags", "zone", "max_credits"];
        assert_eq!(nearest("hashtag", keys), Some("hashtags"));
        assert_eq!(nearest("max-credits", keys), Some("max_credits"));
        assert_eq!(nearest("Zon", keys), Some("zone"));
        assert_eq!(nearest("colour", keys), None);
    }
}
