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

/// Levenshtein's distance, in which two letters that changed places are one edit.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
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
        assert_eq!(nearest("zoen", keys), Some("zone"));
        assert_eq!(nearest("colour", keys), None);
    }
}
