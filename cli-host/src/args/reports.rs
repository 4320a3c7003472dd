//! The flags of what is made out of a store: reports, changes, exports.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// A stored campaign on some day.
#[derive(Clone, Debug, Args)]
pub(crate) struct ReadingArgs {
    /// The campaign
    pub(crate) name: String,
    /// The day, such as 2026-11-23: its last trusted reading
    #[arg(long, value_name = "DAY", conflicts_with = "at")]
    pub(crate) date: Option<String>,
    /// The instant of a reading (RFC 3339)
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
}

/// `tagpulse report`
#[derive(Clone, Debug, Args)]
pub(crate) struct ReportArgs {
    /// The campaign; several of them side by side, and all of them without a name
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// The day, such as 2026-11-23: its last trusted reading
    #[arg(long, value_name = "DAY", conflicts_with = "at")]
    pub(crate) date: Option<String>,
    /// The instant of a reading (RFC 3339)
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// First day of a span: totals at its end, and what was gained within it
    #[arg(long, value_name = "DAY", requires = "to", conflicts_with_all = ["date", "at"])]
    pub(crate) from: Option<String>,
    /// Last day of the span
    #[arg(long, value_name = "DAY", requires = "from")]
    pub(crate) to: Option<String>,
    #[command(flatten)]
    pub(crate) look: LookArgs,
}

/// Whom a report is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Audience {
    /// A brand: no cost, no rejected items, no policy
    Client,
}

/// What a report for a client looks like.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct LookArgs {
    /// Whom it is for (md and html)
    #[arg(long = "for", value_name = "WHOM", value_enum)]
    pub(crate) audience: Option<Audience>,
    /// Its title; else the campaign's name
    #[arg(long, requires = "audience", value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// A PNG or JPEG of at most 512 KB, put into the page (html)
    #[arg(long, requires = "audience", value_name = "FILE")]
    pub(crate) logo: Option<PathBuf>,
    /// The colour of headings and charts, such as #0B6E63; it must be legible on white (html)
    #[arg(long, requires = "audience", value_name = "#RRGGBB")]
    pub(crate) accent: Option<String>,
    /// What the analyst says to it: a file of Markdown
    #[arg(long, requires = "audience", value_name = "FILE")]
    pub(crate) note: Option<PathBuf>,
}

/// `tagpulse export`: observations as ndjson (also without --format) or csv, which `import` reads back
#[derive(Clone, Debug, Args)]
pub(crate) struct ExportArgs {
    /// The campaigns; all of the store without a name
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// A row a campaign and day, in columns that stay: for a sheet that grows
    #[arg(long)]
    pub(crate) daily: bool,
}
