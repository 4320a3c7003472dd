//! The command line as it was written. What it means is decided in `options`.

mod reports;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use reports::{ExportArgs, LookArgs, ReadingArgs, ReportArgs};

/// Tracks UGC campaigns under TikTok hashtags: the daily run, its store and its reports.
#[derive(Debug, Parser)]
#[command(name = "tagpulse", version, max_term_width = 100, after_help = AFTER_HELP)]
pub(crate) struct RawArgs {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

// No line of the block may be broken: 80 columns.
const AFTER_HELP: &str = "\
The key: SCAVIO_API_KEY, SCAVIO_API_KEY_FILE or SCAVIO_API_KEY_COMMAND, never a
flag. That of --pseudonymise: TAGPULSE_PSEUDONYM_KEY, with _FILE or _COMMAND.
Also read: TAGPULSE_CONFIG, TAGPULSE_STORE, TAGPULSE_BASE_URL, NO_COLOR, and in
milliseconds TAGPULSE_TIMEOUT_MS (one request), TAGPULSE_MAX_WAIT_MS (before a
retry). Alerts are told to [[notifier]]s; their addresses and passwords come
from the environment, a file or a command.
Order: flags, environment, config, defaults; `tagpulse check` shows what holds.

A config:
  zone = \"Europe/Berlin\"       # in which days begin
  max_credits = 200            # of a run; max_credits_per_day, _per_month
  price = 0.005                # of a credit; currency = \"USD\"
  [[campaign]]
  name = \"spring\"
  hashtags = [\"springglow\"]
  goals = { views = 5000000, by = 2026-12-31 }
  policy = { gain_floor = 2500, mute = [\"@ourbrand\"] }

`tagpulse init` writes one with every key explained.

Exit codes:
  0 done   1 error   2 usage   3 some campaigns failed   4 key refused
  5 credits or budget spent   6 provider unreachable or answering rubbish
  10 alerts fired (--fail-on-alert)   78 bad config   130 interrupted

Without a key: tagpulse demo";

/// Flags of every command.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Common {
    /// The config (TOML); else ./tagpulse.toml, else the one in the user's config folder
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The store (SQLite); else in the user's data folder
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) store: Option<PathBuf>,
    /// The time that counts as now (RFC 3339)
    #[arg(long, global = true, value_name = "TIME")]
    pub(crate) now: Option<String>,
    /// How results are written
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Write results to a file, all or nothing, instead of stdout
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// No progress and no warnings
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// How progress, warnings and errors are written to stderr
    #[arg(long, global = true, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) log_format: LogFormat,
    /// No colour
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
    /// How numbers and dates are written in md and html: en, en-US, de, fr, es, it, nl, pl, pt-BR, sv ...
    #[arg(long, global = true, value_name = "TAG")]
    pub(crate) locale: Option<String>,
    /// Hashes under the key in TAGPULSE_PSEUDONYM_KEY instead of handles and video ids; no captions, no addresses
    #[arg(long, global = true)]
    pub(crate) pseudonymise: bool,
    /// Begin csv with a byte order mark, which old spreadsheets need to read UTF-8
    #[arg(long, global = true)]
    pub(crate) csv_bom: bool,
}

/// How progress, warnings and errors are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object a line: time, level, message
    Json,
}

/// How results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// The documents, one JSON text
    Json,
    /// One JSON text a line: for alerts
    Ndjson,
    /// A table (RFC 4180); a text that a spreadsheet would take for a formula begins with '
    Csv,
    /// A page of GitHub's Markdown
    Md,
    /// A page in one file that needs no network and prints on A4
    Html,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Thirty simulated days through the whole pipeline, no key needed
    #[cfg(feature = "demo")]
    Demo(DemoArgs),
    /// The daily run over the campaigns in the config, or over --hashtag
    Run(RunArgs),
    /// A report from saved answers or exports; no store, no key
    Analyze(AnalyzeArgs),
    /// The report of a campaign's last reading, of another day or of a span; several campaigns side by side
    Report(ReportArgs),
    /// What changed since the day before
    Diff(ReadingArgs),
    /// A campaign's days
    History(NameArgs),
    /// Stores saved answers, exports or the tutorial's campaign_history.json
    Import(ImportArgs),
    /// The stored observations, or a row a campaign and day (--daily)
    Export(ExportArgs),
    /// What was told of a campaign, and why; or what waits for its delivery
    Alerts(AlertsArgs),
    /// Silences a campaign, a video or a creator for a time
    Mute(MuteArgs),
    /// Forgets a creator or a video: names, texts and addresses go, figures stay
    Forget(ForgetArgs),
    /// Takes a reading out of the store, which a wrong clock or file made
    Withdraw(WithdrawArgs),
    /// Sends a test message to the notifiers of the config
    NotifyTest(NotifyTestArgs),
    /// What a policy would have told on past readings; writes nothing
    Backtest(BacktestArgs),
    /// Checks config and store; shows the effective values and where they come from
    Check(CheckArgs),
    /// Writes a config to begin with: ./tagpulse.toml, or what --config names
    Init,
    /// Credits spent, by the ledger, and forecast
    Cost,
    /// Prints a completion script
    Completions {
        /// The shell it is for
        shell: Shell,
    },
}

/// What makes a campaign, where it is not in the config, or differs from it.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CampaignArgs {
    /// A hashtag: tag, '#tag' or the address of its page; several times for several
    #[arg(long = "hashtag", value_name = "TAG")]
    pub(crate) hashtags: Vec<String>,
    /// IANA name of the zone in which days begin
    #[arg(long, value_name = "NAME")]
    pub(crate) zone: Option<String>,
    /// First day of publication that counts
    #[arg(long, value_name = "DAY")]
    pub(crate) start: Option<String>,
    /// Last day of publication that counts
    #[arg(long, value_name = "DAY")]
    pub(crate) end: Option<String>,
    /// A creator whose videos do not count; several times for several
    #[arg(long, value_name = "CREATOR")]
    pub(crate) exclude: Vec<String>,
    /// A video stands out above this multiple of the average views
    #[arg(long, value_name = "X")]
    pub(crate) multiple: Option<f64>,
    /// How many of the videos with the most views are listed
    #[arg(long, value_name = "N")]
    pub(crate) top: Option<u16>,
}

/// `tagpulse run`
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct RunArgs {
    /// Campaigns of the config; all of them without a name
    pub(crate) names: Vec<String>,
    /// The name of the campaign that --hashtag makes; else its first hashtag
    #[arg(long, value_name = "NAME", requires = "hashtags")]
    pub(crate) campaign: Option<String>,
    #[command(flatten)]
    pub(crate) settings: CampaignArgs,
    /// The provider's address
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Allow http: to another machine; the key then travels in the clear
    #[arg(long)]
    pub(crate) insecure_http: bool,
    /// Credits that the run may cost at most
    #[arg(long, value_name = "N")]
    pub(crate) max_credits: Option<u32>,
    /// Pages read of one hashtag at most
    #[arg(long, value_name = "N")]
    pub(crate) max_pages: Option<u32>,
    /// Large videos of a campaign that its listings do not have and that are read again by themselves, at most
    #[arg(long, value_name = "N")]
    pub(crate) recheck: Option<u32>,
    /// Requests at a time, as the provider's plan allows; 1 without it
    #[arg(long, value_name = "N")]
    pub(crate) concurrency: Option<u32>,
    /// Send nothing; say what would be sent first, and what the run may cost
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// End with 10 when a reading raised an alert
    #[arg(long)]
    pub(crate) fail_on_alert: bool,
}

/// `tagpulse check`
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CheckArgs {
    /// Also ask the provider whether it knows the key, and what is left on the account; free of charge
    #[arg(long)]
    pub(crate) online: bool,
    /// Make a new store of all that can be read of a damaged one, which is kept beside it
    #[arg(long)]
    pub(crate) repair: bool,
}

/// `tagpulse analyze`
#[derive(Clone, Debug, Args)]
pub(crate) struct AnalyzeArgs {
    /// Saved answers or exports of one reading (gzip too), - for stdin
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Files of an earlier reading to compare with
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "previous_at")]
    pub(crate) previous: Vec<PathBuf>,
    /// When the earlier reading was taken (RFC 3339)
    #[arg(long, value_name = "TIME", requires = "previous")]
    pub(crate) previous_at: Option<String>,
    /// The campaign's name in the report
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) settings: CampaignArgs,
}

/// What a person knows of files beyond what stands in them.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ReadArgs {
    /// The files' dialect; else found from their bytes
    #[arg(long, value_name = "NAME")]
    pub(crate) dialect: Option<String>,
    /// The files' encoding; else UTF-8, UTF-16 or Windows-1252 by their bytes
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// Zone of times that are written without an offset; else UTC
    #[arg(long, value_name = "ZONE")]
    pub(crate) times_in: Option<String>,
}

/// `tagpulse import`
#[derive(Clone, Debug, Args)]
pub(crate) struct ImportArgs {
    /// Saved answers or exports of one reading (--now is its time), or campaign_history.json
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The campaign they belong to; else the first hashtag
    #[arg(long, value_name = "NAME", required_unless_present = "hashtags")]
    pub(crate) campaign: Option<String>,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) settings: CampaignArgs,
}

/// A stored campaign.
#[derive(Clone, Debug, Args)]
pub(crate) struct NameArgs {
    /// The campaign
    pub(crate) name: String,
}

/// `tagpulse alerts`
#[derive(Clone, Debug, Args)]
pub(crate) struct AlertsArgs {
    /// The campaign; with --undelivered or --send all of them without a name
    #[arg(required_unless_present_any = ["undelivered", "send"])]
    pub(crate) name: Option<String>,
    /// Only what waits for its delivery, with the last error
    #[arg(long)]
    pub(crate) undelivered: bool,
    /// Send what waits now, whatever the time of the next try and quiet hours
    #[arg(long)]
    pub(crate) send: bool,
}

/// `tagpulse mute`
#[derive(Clone, Debug, Args)]
pub(crate) struct MuteArgs {
    /// The campaign
    pub(crate) campaign: String,
    /// A video's id or a creator; the whole campaign without one
    #[arg(value_name = "VIDEO|CREATOR")]
    pub(crate) what: Option<String>,
    /// Until this day begins (in the campaign's zone) or this time (RFC 3339)
    #[arg(long, value_name = "TIME", required_unless_present = "off", conflicts_with = "off")]
    pub(crate) until: Option<String>,
    /// Not muted any longer
    #[arg(long)]
    pub(crate) off: bool,
}

/// `tagpulse forget`
#[derive(Clone, Debug, Args)]
pub(crate) struct ForgetArgs {
    /// A creator's handle, with or without @, or a video's id
    #[arg(value_name = "CREATOR|VIDEO", required_unless_present = "expired")]
    pub(crate) who: Option<String>,
    /// Only in this campaign; in all of the store without it
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,
    /// Everybody in campaigns whose forget_after_days are over, as `run` does at its end
    #[arg(long, conflicts_with = "who")]
    pub(crate) expired: bool,
}

/// `tagpulse withdraw`
#[derive(Clone, Debug, Args)]
pub(crate) struct WithdrawArgs {
    /// The campaign
    pub(crate) campaign: String,
    /// The reading's time (RFC 3339), as `report` and `history` say it
    #[arg(long, value_name = "TIME")]
    pub(crate) at: String,
}

/// `tagpulse notify-test`
#[derive(Clone, Debug, Args)]
pub(crate) struct NotifyTestArgs {
    /// The notifier; all of them without a name
    pub(crate) name: Option<String>,
}

/// `tagpulse backtest`
#[derive(Clone, Debug, Args)]
pub(crate) struct BacktestArgs {
    /// Files with one observation a line (campaign, taken_at, video_id, author, views, likes, comments, shares,
    /// created, followers; gzip too, - for stdin), or one stored campaign's name
    #[arg(required = true, value_name = "FILE|NAME")]
    pub(crate) sources: Vec<String>,
    /// `recommended`, `tutorial`, or a TOML file with what differs; else the campaign's own
    #[arg(long, value_name = "FILE|PRESET")]
    pub(crate) policy: Option<String>,
    /// IANA name of the zone in which days begin
    #[arg(long, value_name = "NAME")]
    pub(crate) zone: Option<String>,
}

/// `tagpulse demo`
#[cfg(feature = "demo")]
#[derive(Clone, Debug, Args)]
pub(crate) struct DemoArgs {
    /// Keep the simulated store and config in this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_flags_are_sound() {
        RawArgs::command().debug_assert();
    }

    #[test]
    fn flags_of_every_command_stand_behind_it_too() {
        let args = RawArgs::try_parse_from(["tagpulse", "run", "spring", "--format", "json", "--now", "x"]).unwrap();
        assert_eq!(args.common.format, Format::Json);
        let Command::Run(run) = args.command else { panic!() };
        assert_eq!(run.names, ["spring"]);
    }

    #[test]
    fn what_belongs_together_is_asked_for_together() {
        let refused = |args: &[&str]| assert!(RawArgs::try_parse_from(args).is_err(), "{args:?}");
        refused(&["tagpulse", "import", "file.json"]);
        refused(&["tagpulse", "analyze", "a.json", "--previous", "b.json"]);
        refused(&["tagpulse", "report", "spring", "--date", "2026-11-23", "--at", "2026-11-23T06:00:00Z"]);
        refused(&["tagpulse", "run", "--api-key", "x"]);
        refused(&["tagpulse", "run", "--campaign", "x"]);
        refused(&["tagpulse", "forget"]);
        refused(&["tagpulse", "forget", "@anna", "--expired"]);
    }
}
