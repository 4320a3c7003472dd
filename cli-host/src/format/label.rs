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
    use serde_json::Value;

    use super::*;

    /// Numbers of a report that are places or versions.
    const NO_METRICS: [&str; 3] = ["schema_version", "coverage.rejected.page", "coverage.rejected.index"];

    /// The paths of a schema's numbers, such as `coverage.share`.
    fn numbers(all: &Value, node: &Value, path: &str, found: &mut Vec<String>) {
        let kinds = [&node["type"]].into_iter().chain(node["type"].as_array().into_iter().flatten());
        let reference = node["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/"));
        if reference == Some("Ratio") || kinds.into_iter().any(|kind| kind == "integer" || kind == "number") {
            found.push(path.to_owned());
        } else if let Some(name) = reference {
            numbers(all, &all["$defs"][name], path, found);
        }
        for (key, inner) in node["properties"].as_object().into_iter().flatten() {
            let inner_path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            numbers(all, inner, &inner_path, found);
        }
        let choices = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| node[key].as_array()).flatten();
        for inner in choices.chain(node.get("items")) {
            numbers(all, inner, path, found);
        }
    }

    #[test]
    fn every_metric_of_a_report_has_a_label() {
        let schema: Value = serde_json::from_str(include_str!("../../../core/report.schema.json")).unwrap();
        let mut found = Vec::new();
        numbers(&schema, &schema, "", &mut found);
        assert!(found.len() > 100 && found.iter().any(|path| path == "distribution.views.p25"), "{found:?}");
        // Under its own name, or with the sections it stands in where the name alone says too little.
        let is_labelled = |path: &String| {
            let parts: Vec<&str> = path.split('.').collect();
            let behind = (0..parts.len()).map(|from| parts[from..].join("_"));
            let of_section = [parts[0], parts[parts.len() - 1]].join("_");
            behind.chain([of_section]).any(|key| WORDS.contains_key(key.as_str()))
        };
        found.retain(|path| !is_labelled(path) && !NO_METRICS.contains(&path.as_str()));
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn every_key_has_a_label_and_a_sentence() {
        assert_eq!(label("er_views_pooled"), "engagement rate, of views");
        assert_eq!(heading("total_views"), "Views");
        for (key, [label, sentence]) in WORDS.iter() {
            assert!(!label.is_empty() && sentence.ends_with('.'), "{key}");
        }
    }
}
