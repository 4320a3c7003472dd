//! Thirty simulated days through the whole pipeline: the real HTTP client against a provider
//! in this process, the real store, the real reports. No key, no network, nothing spent. It ends
//! with what a real campaign never shows: which spikes there were, and which of them were told.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use tagpulse_core::{Campaign, Day, Report, Settings, Timestamp, VideoId, clean};
use tagpulse_sandbox::{Sandbox, SandboxOptions, Spiking, WorldOptions};

mod truth;

use truth::{OVER_FIRST_DAY, Truth};

use crate::{
    args::{Common, DemoArgs, Format, RunArgs},
    config::Config,
    exit::{Exit, Stop},
    format::{Document, RunResult, columns, fit, gained_by_day, render},
    http::Sender,
    interrupt::Interrupt,
    look::Look,
    number::{change, chart, counted, short},
    options::Limits,
    output,
    progress::Progress,
    run::Host,
    secret::Secret,
    store::{Durability, Store},
    zone,
};

/// The campaign's name, so that every screen and every document says what it is.
const NAME: &str = "SIMULATED";
/// Decides every draw: the same demo on every machine.
const SEED: u64 = 7;
/// Seconds from the begin of a day to its reading.
const HOUR: i64 = 6 * 3600;
/// Seconds of a day.
const DAY: i64 = 86_400;
/// Lines of the chart.
const CHART_ROWS: u32 = 5;

/// `tagpulse demo`
///
/// # Errors
/// When no port, folder or store can be had.
pub(crate) fn demo(common: &Common, args: &DemoArgs) -> Result<Exit> {
    let began = Instant::now();
    let temporary = tempfile::tempdir().context("a folder for the demo's store")?;
    let folder = args.keep.as_deref().unwrap_or(temporary.path());
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join("tagpulse.db");
    if path.exists() {
        let message = format!("{} exists already; name an empty folder with --keep", path.display());
        return Err(Stop::error(Exit::Usage, message));
    }
    let simulated = simulate(&path, common.quiet)?;
    if common.format == Format::Json {
        let json = render(Format::Json, &Document::Run(&simulated.last), &Look::default())?;
        output::write(common.output.as_deref(), &json)?;
        return Ok(Exit::Done);
    }
    let kept = match &args.keep {
        Some(folder) => Some(keep_config(folder, &simulated)?),
        None => None,
    };
    let columns = columns(common.output.is_some());
    let mut text = screen(&simulated, columns)?;
    text += &format!("\nSIMULATED in {:.1} s; ", began.elapsed().as_secs_f64());
    // A command is broken nowhere: it is there to be copied.
    text += &match kept {
        Some(config) => format!(
            "the store is kept. Next:\n  tagpulse history {NAME} --config {config} --store {}\n",
            folder.join("tagpulse.db").display()
        ),
        None => "nothing was spent. Next, with a key in SCAVIO_API_KEY:\n  \
                 tagpulse run --hashtag YourHashtag --dry-run\n"
            .to_owned(),
    };
    output::write(common.output.as_deref(), &text)?;
    Ok(Exit::Done)
}

/// What thirty days gave.
struct Simulated {
    campaign: Campaign,
    last: RunResult,
    gained: Vec<Option<i64>>,
    risen: Vec<Risen>,
    truth: Truth,
    credits: u64,
}

/// A video on the day on which it first stood above the average's multiple.
struct Risen {
    video: VideoId,
    author: Option<String>,
    day: String,
    views: u64,
    average: u64,
}

impl Risen {
    /// `@handle`: the simulated ones are of ASCII letters.
    fn creator(&self) -> String {
        format!("@{}", clean(self.author.as_deref().unwrap_or("-"), 40))
    }
}

fn simulate(path: &Path, quiet: bool) -> Result<Simulated> {
    // Totals of bursts that bring 1 to 4 times the views so far on their first day, as in EVALUATION.md's
    // mild world: a third of what they bring in all.
    let spiking = Spiking { size_min: OVER_FIRST_DAY, size_max: 4.0 * OVER_FIRST_DAY, ..Spiking::default() };
    let world = WorldOptions { videos: 400, spiking, ..WorldOptions::seeded(SEED) };
    let sandbox = SandboxOptions::of(world.clone());
    let secret = Secret::new(&sandbox.key).context("the sandbox has no key")?;
    let sandbox = Sandbox::start(sandbox).context("no port for the simulated provider")?;
    let arguments = RunArgs { base_url: Some(sandbox.base_url()), ..RunArgs::default() };
    let limits = Limits::new(&arguments, &Config::default())?;
    let settings =
        Settings { campaign: NAME.to_owned(), hashtags: world.hashtags.clone(), top: 100, ..Settings::default() };
    let campaign = Campaign::new(settings)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut host = Host {
            store: Store::open(path, Durability::Relaxed)?,
            sender: Sender::new(limits.base_url.value.clone(), secret)?,
            interrupt: Interrupt::listen()?,
            progress: Progress::new(quiet),
            quiet,
        };
        let mut risen: Vec<Risen> = Vec::new();
        let (mut last, mut credits) = (None, 0);
        for day in 0..world.days {
            let now = world.day_start(day) + HOUR;
            sandbox.set_now(now);
            let (result, exits) =
                host.run(std::slice::from_ref(&campaign), &limits, Timestamp::from_seconds(now)?).await?;
            let exit = Exit::merge(&exits);
            if exit != Exit::Done {
                return Err(Stop::error(exit, "the simulated run did not end well; its messages stand above"));
            }
            credits += u64::from(result.credits_used);
            if let Some(shown) = result.all.campaigns.first().and_then(|ran| ran.shown.as_ref()) {
                note_risen(&shown.report, &mut risen);
            }
            last = Some(result);
        }
        let last = last.context("the simulation has no day")?;
        let zone = zone::load(&campaign.settings().zone, last.started_at)?;
        let gained = gained_by_day(&host.store.days(&campaign, &zone)?.days);
        let truth = Truth::of(&world, &host.store.alerts(NAME)?, &risen);
        Ok(Simulated { campaign, last, gained, risen, truth, credits })
    })
}

/// Adds the videos that stand above the rule for the first time.
fn note_risen(report: &Report, risen: &mut Vec<Risen>) {
    for video in &report.top_videos {
        let views = video.views.unwrap_or(0);
        if views > report.viral_rule.threshold && risen.iter().all(|known| known.video != video.video_id) {
            risen.push(Risen {
                video: video.video_id,
                author: video.author.clone(),
                day: report.date.to_string(),
                views,
                average: report.avg_views,
            });
        }
    }
}

fn screen(simulated: &Simulated, columns: Option<usize>) -> Result<String> {
    let mut lines = vec![
        "SIMULATED campaign and provider on this machine. The thirtieth day's report:".to_owned(),
        String::new(),
        render(Format::Text, &Document::Run(&simulated.last), &Look { columns, ..Look::default() })?,
        gained_title(simulated),
    ];
    lines.extend(chart(&simulated.gained, CHART_ROWS).into_iter().map(|row| format!("  {row}")));
    lines.push(String::new());
    let multiple = simulated.campaign.settings().multiple;
    lines.push(format!("Went above {multiple}x the average (SIMULATED):"));
    if simulated.risen.is_empty() {
        lines.push("  none".to_owned());
    }
    let authors: Vec<String> = simulated.risen.iter().map(Risen::creator).collect();
    let width = authors.iter().map(String::len).max().unwrap_or(0);
    for (risen, author) in simulated.risen.iter().zip(authors) {
        let times = risen.views as f64 / risen.average.max(1) as f64;
        let (day, views, video) = (&risen.day, short(risen.views), risen.video);
        lines.push(format!("  {day}  {author:<width$}  {views:>7} views  {times:.1}x  {video}"));
    }
    lines.push(String::new());
    lines.extend(simulated.truth.lines());
    lines.push(String::new());
    lines.push(format!("{} of the SIMULATED provider in thirty days.", counted(simulated.credits, "credit")));
    Ok(fit(&(lines.join("\n") + "\n"), columns))
}

fn gained_title(simulated: &Simulated) -> String {
    let last = simulated.last.started_at;
    let first = last.plus(-DAY * (simulated.gained.len() as i64 - 1));
    let all = change(simulated.gained.iter().flatten().sum());
    let [first, last] = [first, last].map(|at| Day::of(at, 0));
    format!("Views gained a day from {first} to {last}, {all} in all (SIMULATED)")
}

/// Writes a config beside the kept store, and gives its path.
fn keep_config(folder: &Path, simulated: &Simulated) -> Result<String> {
    let path = folder.join("tagpulse.toml");
    let hashtags: Vec<String> =
        simulated.campaign.hashtags().iter().map(|tag| format!("\"{}\"", tag.as_str())).collect();
    let text = format!(
        "# A SIMULATED campaign, made by `tagpulse demo`.\nstore = \"tagpulse.db\"\n\n\
         [[campaign]]\nname = \"{NAME}\"\nhashtags = [{}]\ntop = {}\n",
        hashtags.join(", "),
        simulated.campaign.settings().top
    );
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path.display().to_string())
}
