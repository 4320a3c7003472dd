//! Tables in Markdown.

/// A table; rows that are shorter than its head end in empty cells.
pub(crate) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = line(&head.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
    text.push_str(&line(&vec!["---".to_owned(); head.len()]));
    for mut row in rows {
        row.resize(head.len().max(row.len()), String::new());
        text.push_str(&line(&row));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn short_rows_are_filled() {
        let text = table(&["", "a"], [vec!["x".to_owned()], vec!["y".to_owned(), "1".to_owned()]]);
        assert_eq!(text, "|  | a |\n| --- | --- |\n| x |  |\n| y | 1 |\n");
    }
}
