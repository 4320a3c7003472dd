//! Lines that fit the terminal: long ones are broken where a part ends, else at a space, and never within an
//! address. What goes to a pipe or a file has no width, and stays a line a fact for the programs that read it.

use std::io::{IsTerminal, stdout};

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm, core::display_width};

/// No terminal in use is narrower; nothing could be read there.
const LEAST: usize = 20;
/// Spaces in front of what a line goes on with.
const HANGING: usize = 4;

/// How wide results may be: `COLUMNS` where it is set, else the terminal they go to. Nothing for a pipe or a file.
pub(crate) fn columns(to_file: bool) -> Option<usize> {
    let asked = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok()).filter(|columns| *columns > 0);
    let terminal = || {
        let (width, _) = terminal_size::terminal_size_of(stdout())?;
        Some(usize::from(width.0))
    };
    if to_file {
        return None;
    }
    let columns = asked.or_else(|| if stdout().is_terminal() { terminal() } else { None })?;
    Some(columns.max(LEAST))
}

/// A text of lines in so many columns.
pub(crate) fn fit(text: &str, columns: Option<usize>) -> String {
    let Some(columns) = columns else { return text.to_owned() };
    let lines = text.split('\n').flat_map(|line| {
        let spaces = anstream::adapter::strip_str(line).to_string();
        let indent = spaces.len() - spaces.trim_start_matches(' ').len();
        broken(line, indent + HANGING, columns)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A first word and what is said of it, which goes on under itself.
pub(super) fn under_itself(first: &str, text: &str, columns: Option<usize>) -> Vec<String> {
    let Some(columns) = columns else { return vec![format!("{first}{text}")] };
    let width = display_width(first);
    let lines = broken(text, 0, columns.saturating_sub(width).max(LEAST));
    let behind = |(nth, line): (usize, String)| {
        if nth == 0 { format!("{first}{line}") } else { " ".repeat(width) + &line }
    };
    lines.into_iter().enumerate().map(behind).collect()
}

/// A line in pieces that fit, each but the first this much indented.
fn broken(line: &str, indent: usize, columns: usize) -> Vec<String> {
    if display_width(line) <= columns {
        return vec![line.to_owned()];
    }
    let mut lines = vec![String::new()];
    for part in parts(line) {
        let last = lines.last_mut().map(std::mem::take).unwrap_or_default();
        let (joined, alone) = (last.clone() + part, " ".repeat(indent) + part.trim_start_matches(' '));
        lines.pop();
        if last.is_empty() || display_width(joined.trim_end()) <= columns {
            lines.extend(at_spaces(&joined, indent, columns));
        } else {
            lines.push(last.trim_end().to_owned());
            lines.extend(at_spaces(&alone, indent, columns));
        }
    }
    lines
}

/// The parts of a line, which two spaces or more stand between; each begins with its spaces.
fn parts(line: &str) -> Vec<&str> {
    let begin = line.len() - line.trim_start_matches(' ').len();
    let mut cuts = vec![0];
    let bytes = line.as_bytes();
    for at in begin..bytes.len() {
        let gap = |at: usize| bytes.get(at) == Some(&b' ');
        if gap(at) && gap(at + 1) && !gap(at.wrapping_sub(1)) {
            cuts.push(at);
        }
    }
    let ends = cuts.iter().skip(1).copied().chain([line.len()]);
    cuts.iter().zip(ends).filter_map(|(from, to)| line.get(*from..to)).collect()
}

fn at_spaces(line: &str, indent: usize, columns: usize) -> Vec<String> {
    // An address alone is as narrow as it gets; broken in front of it, a line of blanks would stand there.
    let is_address = line.contains("://") && !line.trim().contains(' ');
    if is_address || display_width(line.trim_end()) <= columns {
        return vec![line.to_owned()];
    }
    let indent = " ".repeat(indent);
    let options = Options::new(columns)
        .subsequent_indent(&indent)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        // Text without spaces has no better place; an address that is broken leads nowhere.
        .break_words(!line.contains("://"));
    textwrap::wrap(line, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, columns: usize, expected: &str) {
        assert_eq!(fit(text, Some(columns)), expected);
    }

    #[test]
    fn a_line_is_broken_where_a_part_ends() {
        check(
            "12 videos by 3 creators    TikTok's page: 90 videos\n",
            30,
            "12 videos by 3 creators\n    TikTok's page: 90 videos\n",
        );
        check("a   b   c", 5, "a   b\n    c");
        check("fits", 20, "fits");
    }

    #[test]
    fn a_long_part_is_broken_at_spaces_under_its_beginning() {
        check("  one two three four five", 16, "  one two three\n      four five");
        assert_eq!(
            under_itself("name  ", "one two three four five", Some(27)),
            ["name  one two three four", "      five"]
        );
        assert_eq!(under_itself("name  ", "one two three", None), ["name  one two three"]);
    }

    #[test]
    fn an_address_is_never_broken_and_wide_letters_count_twice() {
        let address = "https://www.tiktok.com/@anna/video/7512505493393775752";
        check(&format!("see {address}"), 30, &format!("see\n    {address}"));
        check(&format!("    {address}"), 30, &format!("    {address}"));
        check(&format!("    @anna 4  {address}"), 30, &format!("    @anna 4\n        {address}"));
        check("夏の新作、買ってみた夏の新作、買ってみた", 24, "夏の新作、買ってみた\n    夏の新作、買ってみた");
        check("two 💄💄💄 more", 12, "two 💄💄💄\n    more");
    }

    #[test]
    fn colours_have_no_width() {
        check("\u{1b}[1mbold\u{1b}[0m   next", 11, "\u{1b}[1mbold\u{1b}[0m   next");
    }

    #[test]
    fn a_pipe_has_no_width() {
        let long = "word ".repeat(100);
        assert_eq!(fit(&long, None), long);
    }
}
