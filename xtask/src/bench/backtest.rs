//! The back-test: `cargo bench --bench backtest` prints it, here it becomes a section of BENCHMARKS.md.

use anyhow::Result;

use crate::sh;

/// The section, with its heading.
pub(super) fn measure(quick: bool) -> Result<String> {
    let mut command = sh::cargo(&["bench", "--locked", "--package=tagpulse", "--bench=backtest"]);
    if quick {
        command.args(["--", "--quick"]);
    }
    Ok(format!("\n## Back-test\n\n{}\n", sh::read(&mut command)?.trim_end()))
}
