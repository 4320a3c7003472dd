//! One campaign's report, in a dozen lines.

use tagpulse_core::{Diff, HashtagListing, Report, StopReason, TopVideo, clean};

use super::{DIM, WARN, handle, local_time, styled};
use crate::{
    format::{Kind, Shown, goals, written::Written},
    number::{change, counted, hours, money, percent, separated, short},
    span::Span,
};

/// Videos above the rule that are listed by name.
const LISTED: usize = 5;

/// Files that are named with what they were read as.
const FILES_LISTED: usize = 8;

/// The whole report.
pub(super) fn render(shown: &Shown, columns: Option<usize>) -> String {
    let report = &shown.report;
    let mut lines = Vec::new();
    if let Some(reason) = &report.coverage.suspect {
        let reason = clean(reason, 200);
        lines.push(styled(WARN, &format!("SUSPECT READING: {reason}. The figures below are the last trusted ones.")));
    }
    lines.push(headline(shown));
    lines.push(videos(report));
    lines.push(views(report));
    lines.extend(own(shown));
    lines.extend(report.goals.iter().flat_map(|goals| goals::lines(goals, Written::Text)));
    lines.extend(super::history::bars(&shown.days, columns));
    lines.extend(super::alerts::of_report(&report.alerts, &shown.own));
    lines.extend(above(shown));
    lines.extend(creators(shown));
    lines.extend(sources(report));
    lines.extend(warnings(report));
    lines.extend(cost(report));
    match shown.kind {
        Kind::First => lines.push("Growth and alerts start with the next reading, best in 24 hours.".to_owned()),
        Kind::Later if report.diff.is_none() && report.coverage.suspect.is_none() => {
            lines.push("No reading of an earlier day to compare with yet.".to_owned());
        }
        Kind::Later | Kind::Files => {}
    }
    lines.join("\n") + "\n"
}

/// A span: totals at its end as any report has them, and under them what was gained within.
pub(super) fn span(span: &Span, columns: Option<usize>) -> String {
    let within = &span.within;
    let gained = match (within.views_gained, within.published) {
        (Some(views), Some(videos)) => format!("{} views, {} published", change(views), counted(videos, "video")),
        _ => "not known".to_owned(),
    };
    let mut of = vec![format!("readings on {} of {}", span.days_read(), counted(within.days.into(), "day"))];
    if let (Some(since), Some(elapsed)) = (within.since, within.elapsed_hours) {
        let since = local_time(since, &span.shown.zone);
        of.insert(0, format!("last known counts at the end less those of {since}, {} before", hours(elapsed.as_f64())));
    }
    if let (Some(found @ 1..), Some(views)) = (within.found, within.found_views) {
        of.push(format!("without {} found late, of {} views", counted(found, "older video"), change(views)));
    }
    let sent = counted(within.alerts.saturating_sub(within.noted).into(), "alert");
    let noted = if within.noted > 0 { format!(", {} noted", separated(within.noted.into())) } else { String::new() };
    let gained = format!("Gained from {} to {}: {gained}, {sent}{noted} ({})", span.from, span.to, of.join("; "));
    format!("Totals at the end of {}:\n{}{}\n", span.to, render(&span.shown, columns), styled(super::BOLD, &gained))
}

/// `#tag   first reading   12 Nov 2026 09:00 Europe/Berlin`
pub(super) fn headline(shown: &Shown) -> String {
    let report = &shown.report;
    let kind = match (shown.kind, &report.diff) {
        (Kind::First, _) => "first reading   ".to_owned(),
        (Kind::Files, None) => "from files   ".to_owned(),
        (_, Some(diff)) => format!("compared with {} before   ", hours(diff.elapsed_hours.as_f64())),
        (Kind::Later, None) => String::new(),
    };
    let title = styled(super::BOLD, &title(&report.campaign, &shown.hashtags));
    format!("{title}   {kind}{}", local_time(report.taken_at, &shown.zone))
}

/// `#tag`, or the campaign's name and its hashtags where they differ.
pub(super) fn title(campaign: &str, hashtags: &[String]) -> String {
    let campaign = clean(campaign, 100);
    match hashtags {
        [only] if *only == campaign => format!("#{campaign}"),
        [] => campaign,
        several => {
            let tags: Vec<String> = several.iter().map(|tag| format!("#{}", clean(tag, 60))).collect();
            format!("{campaign} ({})", tags.join(" "))
        }
    }
}

fn videos(report: &Report) -> String {
    if report.total_videos == 0 {
        if report.coverage.rejected_total > 0 {
            let items = counted(report.coverage.rejected_total, "item");
            return format!("No videos: of {items} none could be read; what is left out below says why.");
        }
        if report.coverage.sources.is_some() {
            return "No videos: the files have none. Is it the right file, and does it have rows?".to_owned();
        }
        return "No videos. A campaign without one gives zeros; check the hashtag's spelling and the days.".to_owned();
    }
    let mut line = counted(report.total_videos, "video");
    if let Some(diff) = &report.diff {
        line += &format!(" ({})", new_videos(diff));
    }
    // Without one in the data nobody knows how many there are.
    if report.creators.total > 0 {
        line += &format!(" by {}", counted(report.creators.total, "creator"));
    }
    let on_tiktok = sum(report.hashtags.iter().map(|listing| listing.tiktok_videos));
    if let Some(on_tiktok) = on_tiktok {
        line += &format!("    TikTok's page: {}", counted(on_tiktok, "video"));
        if let Some(views) = sum(report.hashtags.iter().map(|listing| listing.tiktok_views)) {
            line += &format!(", {} views", short(views));
        }
        if let Some(share) = report.coverage.share {
            line += &format!(" ({} of the videos are known)", percent(share.as_f64()));
        }
    }
    line
}

/// `+12 videos in 33 h: 9 published, 3 found late`
pub(super) fn new_videos(diff: &Diff) -> String {
    if diff.new == 0 {
        return format!("no new one in {}", hours(diff.elapsed_hours.as_f64()));
    }
    let new = i64::try_from(diff.new).unwrap_or(i64::MAX);
    let noun = if new == 1 { "video" } else { "videos" };
    let mut text = format!("{} {noun} in {}", change(new), hours(diff.elapsed_hours.as_f64()));
    if diff.found > 0 {
        text += &format!(": {} published, {} found late", short(diff.published), short(diff.found));
    }
    text
}

/// `None` when one of them is unknown, or there is none.
fn sum(mut values: impl Iterator<Item = Option<u64>>) -> Option<u64> {
    let first = values.next()??;
    values.try_fold(first, |sum, value| Some(sum.saturating_add(value?)))
}

fn views(report: &Report) -> String {
    let mut line = format!("{} views", short(report.total_views));
    if let Some(diff) = &report.diff {
        let growth = &diff.view_growth;
        line += &format!(" ({} in {}", change(growth.own()), hours(diff.elapsed_hours.as_f64()));
        if growth.found != 0 {
            line += &format!("; {} more of videos found late", change(growth.found));
        }
        if growth.back != 0 {
            line += &format!("; {} more of videos listed again", change(growth.back));
        }
        line += ")";
    }
    line += &format!("   {} likes+comments+shares", short(report.total_engagement));
    if let Some(rate) = report.rates.er_views_pooled {
        line += &format!("   engagement {} of views", percent(rate.as_f64()));
    }
    line
}

/// `Own accounts: 12 videos with 1.2M views, 31 % of them; counted above`
fn own(shown: &Shown) -> Option<String> {
    let share = percent(shown.own.share(&shown.report)?.as_f64());
    let videos = counted(shown.own.videos, "video");
    Some(format!("Own accounts: {videos} with {} views, {share} of all; counted above", short(shown.own.views)))
}

/// Videos above the tutorial's rule, the largest first.
fn above(shown: &Shown) -> Vec<String> {
    let report = &shown.report;
    let rule = &report.viral_rule;
    let label = format!("Above {}x the average", rule.multiple.as_f64());
    if report.viral_videos == 0 {
        let why = if report.total_videos > 0 && !rule.can_fire { " (too few videos for that rule)" } else { "" };
        return vec![format!("{label}: none{why}")];
    }
    let over = |video: &&TopVideo| video.views.is_some_and(|views| views > rule.threshold);
    let over: Vec<&TopVideo> = report.top_videos.iter().filter(over).collect();
    let named = |video: &TopVideo| {
        let place = video.url.clone().unwrap_or_else(|| format!("video {}", video.video_id));
        let author = named_creator(shown, video.author.as_deref());
        format!("{author} {}  {place}", short(video.views.unwrap_or(0)))
    };
    let mut lines = Vec::new();
    if let Some(first) = over.first() {
        lines.push(format!("{label}: {}; the largest {}", counted(report.viral_videos, "video"), named(first)));
    }
    lines.extend(over.iter().skip(1).take(LISTED - 1).map(|video| format!("    {}", named(video))));
    let rest = report.viral_videos.saturating_sub(LISTED.min(over.len()) as u64);
    if rest > 0 {
        lines.push(format!("    and {} more", separated(rest)));
    }
    lines
}

/// The handle, and whether it is the user's own.
pub(super) fn named_creator(shown: &Shown, author: Option<&str>) -> String {
    handle(author) + shown.own.mark(author)
}

fn creators(shown: &Shown) -> Option<String> {
    let top = &shown.report.top_5_creators;
    let named: Vec<String> = top.iter().map(|author| named_creator(shown, author.as_deref())).collect();
    top.iter().any(Option::is_some).then(|| format!("Most likes and comments: {}", named.join(", ")))
}

/// What each file was read as: `Read: web.json as web, 3 videos; ...`
fn sources(report: &Report) -> Option<String> {
    let sources = report.coverage.sources.as_ref()?;
    let shown = sources.iter().take(FILES_LISTED).map(|source| {
        let videos = counted(source.videos.into(), "video");
        format!("{} as {}, {videos}", clean(&source.file, 60), source.dialect)
    });
    let mut line = format!("Read: {}", shown.collect::<Vec<_>>().join("; "));
    if let Some(more) = sources.len().checked_sub(FILES_LISTED).filter(|more| *more > 0) {
        line += &format!("; and {}", counted(more as u64, "more file"));
    }
    Some(styled(DIM, &line))
}

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Weight {
    /// Good to know.
    Note,
    /// Somebody should look.
    Warning,
}

/// Everything that makes the figures less than whole.
pub(super) fn warnings(report: &Report) -> Vec<String> {
    let style = |weight| if weight == Weight::Warning { WARN } else { DIM };
    told(report, Written::Text).into_iter().map(|(weight, line)| styled(style(weight), &line)).collect()
}

/// The same without a style, for every format.
pub(in crate::format) fn told(report: &Report, written: Written) -> Vec<(Weight, String)> {
    let mut lines = Vec::new();
    let coverage = &report.coverage;
    // A suspect reading lists nothing that counts, which its first line says.
    if coverage.not_seen > 0 && coverage.suspect.is_none() {
        let not_listed = written.counted(coverage.not_seen, "known video");
        let carried = format!("carried with {} views", written.short(coverage.carried_views));
        let how = match coverage.rechecked {
            0 => carried,
            all if all == coverage.not_seen => "read again one by one".to_owned(),
            again => format!("{} read again one by one, the others {carried}", written.count(again)),
        };
        lines.push((Weight::Note, format!("{not_listed} not listed today, {how}")));
    }
    if coverage.recheck_failed > 0 {
        let videos = written.counted(coverage.recheck_failed, "large video");
        lines.push((Weight::Note, format!("{videos} could not be read again; last known counts")));
    }
    let left_out = [
        (coverage.excluded.before_start, "published before the first day"),
        (coverage.excluded.after_end, "published after the last day"),
        (coverage.excluded.creator, "by creators who are left out"),
    ];
    for (videos, why) in left_out.into_iter().filter(|(videos, _)| *videos > 0) {
        lines.push((Weight::Note, format!("{} not counted: {why}", written.counted(videos, "video"))));
    }
    for source in coverage.sources.iter().flatten() {
        if let Some(error) = &source.truncated {
            lines.push((Weight::Warning, format!("{}: {}", clean(&source.file, 100), clean(&error.message, 200))));
        }
    }
    for listing in &report.hashtags {
        if let Some(why) = partial(listing) {
            lines.push((Weight::Warning, format!("Partial: #{} {why}", clean(&listing.name, 60))));
        }
    }
    lines.extend(unknown(report, written));
    if coverage.rejected_total > 0 {
        let first = coverage.rejected.first();
        let why = first.map_or_else(String::new, |item| {
            // Of files the name says more than the number.
            let file = coverage.sources.as_ref().and_then(|sources| sources.get(item.page.checked_sub(1)? as usize));
            let page = file.map_or_else(|| format!("page {}", item.page), |file| clean(&file.file, 60));
            format!(" ({page}, item {}: {}, {})", item.index, clean(&item.field, 40), clean(&item.reason, 120))
        });
        lines.push((Weight::Warning, format!("{} left out{why}", written.counted(coverage.rejected_total, "item"))));
    }
    if coverage.duplicates > 0 {
        let items = written.counted(coverage.duplicates, "item");
        let list = if coverage.duplicates == 1 { "lists a video" } else { "list videos" };
        lines.push((Weight::Note, format!("{items} {list} again; of each video the counts read last stand")));
    }
    if coverage.dates_doubtful > 0 {
        let videos = written.counted(coverage.dates_doubtful, "video");
        lines.push((
            Weight::Warning,
            format!("{videos} with a day of publication far from the one in the id; is it another date?"),
        ));
    }
    if coverage.rounded {
        lines.push((Weight::Note, "The source rounds its counts; small changes do not show.".to_owned()));
    }
    lines
}

/// `Not known, and counted as nothing: views of 2 videos, shares of all`
fn unknown(report: &Report, written: Written) -> Option<(Weight, String)> {
    let unknown = &report.coverage.unknown_counts;
    let of = |name: &str, videos: u64| match videos {
        0 => None,
        all if all == report.total_videos => Some(format!("{name} of all")),
        some => Some(format!("{name} of {}", written.counted(some, "video"))),
    };
    let counts = [
        ("views", unknown.views),
        ("likes", unknown.likes),
        ("comments", unknown.comments),
        ("shares", unknown.shares),
    ];
    let named: Vec<String> = counts.into_iter().filter_map(|(name, videos)| of(name, videos)).collect();
    // What a source never has is no fault of a reading.
    let weight = if unknown.views > 0 { Weight::Warning } else { Weight::Note };
    let is_of_files = report.coverage.sources.is_some() && weight == Weight::Warning;
    let remedy = if is_of_files { " (write counts without separators: 1.234 may be a fraction)" } else { "" };
    (!named.is_empty()).then(|| (weight, format!("Not known, and counted as nothing: {}{remedy}", named.join(", "))))
}

/// Why a listing was not read to its end.
fn partial(listing: &HashtagListing) -> Option<String> {
    let pages = counted(listing.pages.into(), "page");
    let why = match listing.stop_reason? {
        StopReason::NoMore => return None,
        StopReason::CursorStuck => "the provider gave the same cursor again".to_owned(),
        StopReason::NothingNew => "two pages in a row had nothing new".to_owned(),
        StopReason::PageBudget => "the page budget was reached; --max-pages raises it".to_owned(),
        StopReason::VideoBudget => "the video budget was reached".to_owned(),
        StopReason::CreditBudget => "the credit budget was reached; --max-credits raises it".to_owned(),
        StopReason::Error => {
            listing.error.as_ref().map_or_else(|| "an error".to_owned(), |error| clean(&error.message, 200))
        }
    };
    Some(format!("after {pages}: {why}"))
}

fn cost(report: &Report) -> Option<String> {
    let cost = &report.cost;
    if cost.requests == 0 {
        return None;
    }
    let mut line = counted(cost.credits, "credit");
    if cost.credits_possible > 0 {
        line += &format!(" (and possibly {} more)", separated(cost.credits_possible));
    }
    if let Some(amount) = cost.amount {
        line += &format!(" = {}", money(amount.as_f64(), cost.currency.as_deref()));
    }
    Some(format!("{line}; every day about {} a month. Cap it with --max-pages", separated(cost.monthly_credits)))
}

#[cfg(test)]
mod tests {
    use tagpulse_core::{Campaign, Hints, Input, Settings, Timestamp, analyze, read_files};

    use super::*;

    fn text(kind: Kind, multiple: f64) -> String {
        let video = |id: u64, author: &str, views: u64| {
            format!(
                r#"{{"video_id":"{id}","author":{{"unique_id":"{author}"}},"desc":"x","play_count":{views},
                    "digg_count":40,"comment_count":5,"share_count":5,"create_time":1790000000}}"#
            )
        };
        let videos = [video(1, "anna", 4_300_000), video(2, "b\\u001b[2J", 1_000), video(3, "carl", 2_000)];
        let body = format!(r#"{{"videos":[{},{{"video_id":""}}]}}"#, videos.join(","));
        let at = Timestamp::parse("2026-11-12T08:00:00Z").unwrap();
        let zone = crate::zone::load("Europe/Berlin", at).unwrap();
        let hashtags = vec!["glow".to_owned()];
        let settings = Settings { hashtags: hashtags.clone(), multiple, ..Settings::default() };
        let inputs = [Input { name: "a.json", bytes: body.as_bytes() }];
        let readings = read_files(&inputs, &Hints::default(), at).unwrap();
        let report = analyze(&readings, &Campaign::new(settings).unwrap(), &zone).unwrap();
        let shown = Shown { report, zone, kind, hashtags, days: Vec::new(), own: crate::own::Own::default() };
        anstream::adapter::strip_str(&render(&shown, None)).to_string()
    }

    #[test]
    fn the_first_reading_reads_like_this() {
        let expected = "\
#glow   first reading   12 Nov 2026 09:00 Europe/Berlin
3 videos by 3 creators
4.3M views   150 likes+comments+shares   engagement 0.0 % of views
Above 2x the average: 1 video; the largest @anna 4.3M  https://www.tiktok.com/@anna/video/1
Most likes and comments: @anna, @b[2J, @carl
Read: a.json as tutorial, 3 videos
1 item left out (a.json, item 3: video_id, the id is empty)
Growth and alerts start with the next reading, best in 24 hours.
";
        assert_eq!(text(Kind::First, 2.0), expected);
    }

    fn warnings_of(sheet: &str) -> String {
        let at = Timestamp::parse("2026-11-12T08:00:00Z").unwrap();
        let readings = read_files(&[Input { name: "a.csv", bytes: sheet.as_bytes() }], &Hints::default(), at).unwrap();
        let campaign = Campaign::new(Settings::default()).unwrap();
        let report = analyze(&readings, &campaign, &tagpulse_core::Zone::utc()).unwrap();
        warnings(&report).join("\n")
    }

    #[test]
    fn dates_that_disagree_with_their_ids_are_told() {
        let row = |id: u64| format!("{},5,2020-01-01", id << 32);
        let sheet = format!("video_id,views,created\n{}\n{}\n", row(1_790_000_000), row(1_577_840_000));
        let told = warnings_of(&sheet);
        assert!(told.contains("1 video with a day of publication far from the one in the id"), "{told}");
    }

    #[test]
    fn what_is_listed_twice_is_told() {
        let told = warnings_of("video_id,views\n7412345678901234567,100\n7412345678901234567,900\n");
        assert!(told.contains("1 item lists a video again; of each video the counts read last stand"), "{told}");
        assert!(!warnings_of("video_id,views\n7412345678901234567,100\n").contains(" again;"));
    }

    #[test]
    fn counts_that_nobody_knows_are_told() {
        let rows = "7412345678901234567;1.234;5;;1\n7412345678901234568;1234;5;;1";
        let sheet = format!("video_id;views;likes;comments;shares\n{rows}\n");
        let told = warnings_of(&sheet);
        assert!(told.contains("Not known, and counted as nothing: views of 1 video, comments of all (write"), "{told}");
    }

    #[test]
    fn a_rule_that_cannot_fire_says_so() {
        let text = text(Kind::Files, 10.0);
        assert!(text.starts_with("#glow   from files   12 Nov 2026"), "{text}");
        assert!(text.contains("Above 10x the average: none (too few videos for that rule)"), "{text}");
    }
}
