//! The line that each key of the config stands on, so that `check` can say where a value is from.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

/// Every key with its line: `zone`, `http.timeout_ms`, `campaign[0].zone`.
pub(super) fn of(table: &DeTable<'_>, text: &str) -> BTreeMap<String, usize> {
    let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut lines = BTreeMap::new();
    collect(table, "", &breaks, &mut lines);
    lines
}

fn collect(table: &DeTable<'_>, prefix: &str, breaks: &[usize], lines: &mut BTreeMap<String, usize>) {
    for (key, value) in table {
        let name = format!("{prefix}{}", key.get_ref());
        match value.get_ref() {
            DeValue::Table(inner) => collect(inner, &format!("{name}."), breaks, lines),
            DeValue::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    if let DeValue::Table(inner) = item.get_ref() {
                        collect(inner, &format!("{name}[{place}]."), breaks, lines);
                    }
                }
            }
            _ => {}
        }
        lines.insert(name, breaks.partition_point(|at| *at < key.span().start) + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_know_their_lines() {
        let text = "zone = \"UTC\"\n\n[http]\ntimeout_ms = 5\n[[campaign]]\npolicy = { gain_floor = 2 }\n[[campaign]]\ntop = 3\n";
        let lines = of(DeTable::parse(text).unwrap().get_ref(), text);
        let line = |key: &str| lines.get(key).copied();
        assert_eq!([line("zone"), line("http.timeout_ms")], [Some(1), Some(4)]);
        assert_eq!([line("campaign[0].policy.gain_floor"), line("campaign[1].top")], [Some(6), Some(8)]);
        assert_eq!(line("campaign[0].top"), None);
    }
}
