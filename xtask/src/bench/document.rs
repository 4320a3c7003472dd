//! BENCHMARKS.md: tables of what was measured, around the sections that were written by hand.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Result, bail};

use super::contestants::Role;
use super::inputs::{Input, SEED};
use super::machine::Rows;
use super::per_video::PerVideo;
use super::rounds::{Spread, Times};
use super::{Plan, goals};

/// Sections by their names, in the order of the document; what stands in them is kept.
const BY_HAND: [&str; 3] = ["how to read it", super::morning::BY_HAND, "where the rest goes"];

/// What each section was given by a person.
pub(super) type ByHand = BTreeMap<String, String>;

/// Everything that the document tells.
pub(super) struct Document<'a> {
    pub(super) plan: &'a Plan,
    pub(super) inputs: &'a [Input; 2],
    pub(super) times: &'a [Times],
    pub(super) per_video: &'a [PerVideo],
    /// What `cargo bench` printed.
    pub(super) scale: Option<String>,
    /// The section about the back-test.
    pub(super) backtest: String,
    /// The section about the agency's morning.
    pub(super) morning: String,
    pub(super) by_hand: ByHand,
}

/// The sections written by hand in a document that stands.
///
/// # Errors
/// For a section that would be lost: one without an end, or of a name that no place is known for.
pub(super) fn by_hand(document: &str) -> Result<ByHand> {
    let mut found = ByHand::new();
    // A checkout on Windows may have turned the line ends.
    let document = document.replace("\r\n", "\n");
    for piece in document.split("<!-- by hand: ").skip(1) {
        let Some((name, rest)) = piece.split_once(" -->\n") else {
            bail!("BENCHMARKS.md: `<!-- by hand: ` needs a name and ` -->` on its line");
        };
        if !BY_HAND.contains(&name) {
            bail!("BENCHMARKS.md has a section `{name}` by hand; known are {}", BY_HAND.join(", "));
        }
        let Some((text, _)) = rest.split_once(&end(name)) else {
            bail!("BENCHMARKS.md: the section `{name}` has no `{}`", end(name));
        };
        found.insert(name.to_owned(), text.to_owned());
    }
    Ok(found)
}

fn end(name: &str) -> String {
    format!("<!-- end of {name} -->")
}

impl Document<'_> {
    pub(super) fn text(&self, machine: &Rows) -> Result<String, std::fmt::Error> {
        let mut text = String::from(
            "# Benchmarks\n\nWritten by `cargo xtask bench`; what stands between `by hand` marks is kept. \
             Ratios within this run count; times are those of this machine.\n\n",
        );
        let out = &mut text;
        for (name, value) in machine {
            writeln!(out, "- {name}: {value}")?;
        }
        self.goals(out)?;
        self.ingest(out)?;
        self.section(out, "how to read it")?;
        self.videos(out)?;
        if let Some(scale) = &self.scale {
            writeln!(
                out,
                "\n## History, report and stored bytes\n\n`cargo bench --bench scale --bench scale_memory`, a million videos \
                 against a hundred thousand, in turns, each run a process of its own:"
            )?;
            writeln!(out, "\n```text\n{}\n```", scale.trim_end())?;
        }
        out.push_str(&self.backtest);
        out.push_str(&self.morning);
        self.section(out, super::morning::BY_HAND)?;
        self.section(out, "where the rest goes")?;
        Ok(text)
    }

    fn goals(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "\n## Goals\n\n| goal | measured | |\n|---|---|---|")?;
        for goal in goals::of(self.times, self.per_video) {
            let reached = match goal.reached {
                Some(true) => "reached",
                Some(false) => "**not reached**",
                None => "open",
            };
            writeln!(out, "| {} | {} | {reached} |", goal.what, goal.measured)?;
        }
        Ok(())
    }

    fn ingest(&self, out: &mut String) -> std::fmt::Result {
        let [small, heavy] = self.inputs;
        writeln!(out, "\n## From bytes to report\n")?;
        writeln!(
            out,
            "Two answers of the sandbox, seed {SEED}: {} small items of the tutorial's shape",
            grouped(small.videos)
        )?;
        writeln!(out, "({}), and {} items of the documented shape, heavy with", size(small), grouped(heavy.videos))?;
        writeln!(
            out,
            "fields that nobody reads ({}). Milliseconds, the median of {} rounds (least to",
            size(heavy),
            self.plan.rounds
        )?;
        writeln!(out, "most); \"times\" is how many times as fast as the tutorial's Python.\n")?;
        writeln!(out, "| | small, ms | | times | heavy, ms | | times |\n|---|---:|---|---:|---:|---|---:|")?;
        let tutorial = self.times.iter().find(|times| times.role == Role::Tutorial);
        let tutorial = tutorial.and_then(|times| times.of_inputs.as_ref().ok());
        for times in self.times {
            write!(out, "| {} |", times.name)?;
            match &times.of_inputs {
                Ok(spreads) => {
                    for (place, Spread { median, least, most }) in spreads.iter().enumerate() {
                        let ratio = tutorial
                            .map_or("".to_owned(), |tutorial| format!("{:.1}", tutorial[place].median / median));
                        write!(out, " {median:.1} | {least:.1} to {most:.1} | {ratio} |")?;
                    }
                    writeln!(out)?;
                }
                Err(why) => writeln!(out, " not measured | {why} | | not measured | | |")?,
            }
        }
        Ok(())
    }

    fn videos(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "\n## Time and memory a video\n")?;
        writeln!(
            out,
            "Natively, small items, from bytes to report. Memory is what stands at the peak, above the answer's"
        )?;
        writeln!(out, "own bytes and with them.\n")?;
        writeln!(out, "| videos | ms | | ns a video | MB | with the answer, MB | bytes a video | with the answer |")?;
        writeln!(out, "|---:|---:|---|---:|---:|---:|---:|---:|")?;
        for PerVideo { videos, input, time, peak } in self.per_video {
            let Spread { median, least, most } = time;
            let (count, whole) = (*videos as f64, peak + input);
            writeln!(
                out,
                "| {} | {median:.1} | {least:.1} to {most:.1} | {:.0} | {:.1} | {:.1} | {:.0} | {:.0} |",
                grouped(*videos),
                median * 1e6 / count,
                *peak as f64 / 1e6,
                whole as f64 / 1e6,
                *peak as f64 / count,
                whole as f64 / count,
            )?;
        }
        Ok(())
    }

    fn section(&self, out: &mut String, name: &str) -> std::fmt::Result {
        let text = self.by_hand.get(name).map_or("", String::as_str);
        writeln!(out, "\n<!-- by hand: {name} -->\n{text}{}", end(name))
    }
}

fn size(input: &Input) -> String {
    format!("{:.1} MB, {} bytes an item", input.bytes as f64 / 1e6, input.bytes / input.videos.max(1) as u64)
}

/// 1,000,000
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::QUICK;
    use super::super::inputs::Shape;
    use super::*;

    fn input(shape: Shape) -> Input {
        Input { shape, videos: 10, file: "a.json".into(), bytes: 3_250 }
    }

    fn written(by_hand: ByHand) -> String {
        let spread = Spread { median: 2.0, least: 1.0, most: 3.0 };
        let times = [
            Times { name: "ours", role: Role::Native, of_inputs: Ok([spread; 2]) },
            Times { name: "theirs", role: Role::Tutorial, of_inputs: Err("no Python".to_owned()) },
        ];
        let inputs = [input(Shape::Small), input(Shape::Heavy)];
        let (backtest, morning) = ("\n## Back-test\n\ntable\n".to_owned(), String::new());
        let per_video = &[];
        let document = Document {
            plan: &QUICK,
            inputs: &inputs,
            times: &times,
            per_video,
            scale: None,
            backtest,
            morning,
            by_hand,
        };
        document.text(&vec![("Rust", "1".to_owned())]).unwrap()
    }

    #[test]
    fn what_was_written_by_hand_is_kept() {
        let empty = written(ByHand::new());
        assert!(by_hand(&empty).unwrap().values().all(String::is_empty));
        let noted = empty
            .replace("<!-- end of where the rest goes -->", "\n## Rest\n\nHere.\n<!-- end of where the rest goes -->");
        assert_eq!(written(by_hand(&noted).unwrap()), noted);
        assert_eq!(written(by_hand(&noted.replace('\n', "\r\n")).unwrap()), noted);
    }

    #[test]
    fn nothing_by_hand_is_lost_silently() {
        let error = |text: &str| by_hand(text).unwrap_err().to_string();
        assert!(error("<!-- by hand: notes -->\n<!-- end of notes -->").contains("`notes`"));
        assert!(error("<!-- by hand: how to read it -->\ntext").contains("<!-- end of how to read it -->"));
    }

    #[test]
    fn the_back_test_stands_before_the_morning() {
        assert!(written(ByHand::new()).contains("\n## Back-test\n\ntable\n\n<!-- by hand: what a morning"));
    }

    #[test]
    fn who_was_not_measured_stands_there_with_the_reason() {
        assert!(written(ByHand::new()).contains("| theirs | not measured | no Python |"));
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([7, 1_000, 1_000_000].map(grouped), ["7", "1,000", "1,000,000"]);
    }
}
