//! Counts of tests, read from what the test runners print, and the rule about skips: only
//! what `tests/may-skip.txt` names may be skipped, anything else counts as failed.

use std::fmt;

/// What came of the tests. Names are as in `tests/may-skip.txt`: `rust NAME`, `node NAME`,
/// `fuzz NAME`.
#[derive(Default, Debug, PartialEq)]
pub(crate) struct Counts {
    passed: usize,
    failed: Vec<String>,
    skipped: Vec<String>,
}

impl Counts {
    pub(crate) fn pass(&mut self) {
        self.passed += 1;
    }

    pub(crate) fn fail(&mut self, name: impl Into<String>) {
        self.failed.push(name.into());
    }

    pub(crate) fn skip(&mut self, name: impl Into<String>) {
        self.skipped.push(name.into());
    }

    pub(crate) fn add(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed.extend(other.failed);
        self.skipped.extend(other.skipped);
    }

    pub(crate) fn failed(&self) -> &[String] {
        &self.failed
    }

    pub(crate) fn skipped(&self) -> &[String] {
        &self.skipped
    }

    /// A line of libtest, which is what `cargo test` prints.
    pub(crate) fn rust_line(&mut self, line: &str) {
        if let Some(result) = line.strip_prefix("test result: ") {
            self.passed += libtest_number(result, "passed");
        } else if let Some((name, outcome)) = line.strip_prefix("test ").and_then(|test| test.rsplit_once(" ... ")) {
            if outcome.starts_with("FAILED") {
                self.fail(format!("rust {name}"));
            } else if outcome.starts_with("ignored") {
                self.skip(format!("rust {name}"));
            }
        }
    }

    /// A line of `pkg/scripts/reporter.js`.
    pub(crate) fn node_line(&mut self, line: &str) {
        if line.starts_with("node pass ") {
            self.passed += 1;
        } else if let Some(name) = line.strip_prefix("node fail ") {
            self.fail(format!("node {name}"));
        } else if let Some(name) = line.strip_prefix("node skip ") {
            self.skip(format!("node {name}"));
        }
    }

    /// A runner that ended badly with no failed test (a crash, a build error) is one
    /// failure; one that ran no test at all is one, too.
    pub(crate) fn finish(mut self, runner: &str, succeeded: bool) -> Counts {
        if !succeeded && self.failed.is_empty() {
            self.fail(format!("{runner} (ended with an error)"));
        } else if self.passed == 0 && self.failed.is_empty() {
            self.fail(format!("{runner} (no test ran)"));
        }
        self
    }

    /// Moves every skip that `list` does not allow to the failures.
    pub(crate) fn settle(mut self, list: &str) -> Counts {
        let allowed: Vec<&str> = list.lines().map(str::trim).collect();
        let (may, may_not) =
            std::mem::take(&mut self.skipped).into_iter().partition(|name| allowed.contains(&name.as_str()));
        self.skipped = may;
        for name in Vec::<String>::from_iter(may_not) {
            self.fail(format!("{name} (skipped; not in tests/may-skip.txt)"));
        }
        self
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (failed, skipped) = (self.failed.len(), self.skipped.len());
        write!(f, "{} passed, {failed} failed, {skipped} skipped", self.passed)
    }
}

/// 5 in `ok. 5 passed; 0 failed; 1 ignored; ...` for `passed`.
fn libtest_number(result: &str, what: &str) -> usize {
    result.split([';', '.']).find_map(|part| part.trim().strip_suffix(what)?.trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Counts;

    fn read(each: fn(&mut Counts, &str), text: &str) -> Counts {
        let mut counts = Counts::default();
        text.lines().for_each(|line| each(&mut counts, line));
        counts
    }

    #[test]
    fn libtest() {
        let counts = read(
            Counts::rust_line,
            "running 3 tests\n\
             test a::b ... ok\n\
             test a::slow ... ignored, takes minutes\n\
             test src/lib.rs - f (line 3) ... FAILED\n\
             test result: FAILED. 7 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        );
        assert_eq!(counts.to_string(), "7 passed, 1 failed, 1 skipped");
        assert_eq!(counts.failed(), ["rust src/lib.rs - f (line 3)"]);
        assert_eq!(counts.skipped(), ["rust a::slow"]);
    }

    #[test]
    fn node() {
        let counts =
            read(Counts::node_line, "node pass a\nnode fail b > c\n  | node pass printed by a test\nnode skip d");
        assert_eq!(counts.to_string(), "1 passed, 1 failed, 1 skipped");
        assert_eq!(counts.failed(), ["node b > c"]);
    }

    #[test]
    fn a_skip_must_be_listed() {
        let mut counts = Counts::default();
        counts.skip("node deno");
        counts.skip("node chromium");
        let counts = counts.settle("# why\nnode deno\n");
        assert_eq!(counts.to_string(), "0 passed, 1 failed, 1 skipped");
        assert_eq!(counts.skipped(), ["node deno"]);
    }

    #[test]
    fn a_runner_that_dies_or_runs_nothing_has_failed() {
        for succeeded in [true, false] {
            let counts = Counts::default().finish("cargo test", succeeded);
            assert_eq!(counts.to_string(), "0 passed, 1 failed, 0 skipped");
        }
    }
}
