//! Parts that several pages share.

use tagpulse_core::{DayFigures, Ratio, Report, TopVideo, clean};

use super::{Cell, Chart, Figure, Heat, Part, Table};
use crate::format::{
    Locale, Look, Shown, apart, goals,
    label::{explanation, heading, label},
    written::Written,
};
use crate::own::{Own, mark};

/// Days behind a gap that a chart names.
const LONG_LISTED: usize = 5;

/// A figure with the label of its key.
pub(super) fn figure(key: &'static str, value: String, beside: Option<String>) -> Figure {
    Figure { label: heading(key), value, beside }
}

/// Engagement, and the rate beside it.
pub(super) fn engagement(report: &Report, locale: Locale) -> Figure {
    let rate = report.rates.er_views_pooled.map(|rate| format!("{} of views", locale.percent(rate)));
    figure("total_engagement", locale.short(report.total_engagement), rate)
}

/// How much of the views that the campaign is to reach there is, where it has such a goal.
pub(super) fn goal(report: &Report, locale: Locale) -> Option<Figure> {
    let views = report.goals.as_ref()?.views.as_ref()?;
    Some(figure("goal_views", locale.percent(views.share?), Some(format!("of {} views", locale.short(views.goal)))))
}

/// Every goal, a line each.
pub(super) fn goals(report: &Report, look: &Look) -> Vec<Part> {
    let lines = report.goals.iter().flat_map(|goals| goals::lines(goals, Written::Page(look.locale)));
    lines.map(|line| Part::Text(line + ".")).collect()
}

/// `@handle`, made harmless; `None` without one.
pub(super) fn handle(author: Option<&str>) -> Option<String> {
    let at = |author: &str| if tagpulse_core::is_forgotten(author) { "" } else { "@" };
    author.map(|author| format!("{}{}", at(author), clean(author, 40)))
}

/// `#one #two`
pub(super) fn hashtags(names: &[String]) -> String {
    let tags: Vec<String> = names.iter().map(|tag| format!("#{}", clean(tag, 60))).collect();
    tags.join(" ")
}

/// The cell of a video: its creator, marked where it is the user's own, leading to its address.
pub(super) fn video(own: &Own, author: Option<&str>, url: Option<&str>, id: &str) -> Cell {
    marked_video(own.has(author), author, url, id)
}

/// The same where it is known whose the video is.
pub(super) fn marked_video(is_own: bool, author: Option<&str>, url: Option<&str>, id: &str) -> Cell {
    let name = handle(author).unwrap_or_else(|| format!("video {id}")) + mark(is_own);
    match url {
        Some(url) => Cell::Link(name, url.to_owned()),
        None => Cell::Text(name),
    }
}

/// A count, or nothing.
pub(super) fn count(value: Option<u64>, look: &Look) -> Cell {
    value.map_or(Cell::Unknown, |value| Cell::Number(look.locale.count(value)))
}

/// A share as a percentage, or nothing.
pub(super) fn share(value: Option<Ratio>, look: &Look) -> Cell {
    value.map_or(Cell::Unknown, |value| Cell::Number(look.locale.percent(value)))
}

/// A number with a bar to the largest of its column.
pub(super) fn bar(value: u64, largest: u64, look: &Look) -> Cell {
    let thousandths = u128::from(value) * 1000 / u128::from(largest.max(1));
    Cell::Bar(look.locale.count(value), u32::try_from(thousandths).unwrap_or(1000))
}

/// Column names; those that begin with `>` hold numbers.
pub(super) fn columns(names: &[&str]) -> Vec<(String, bool)> {
    let column = |name: &&str| match name.strip_prefix('>') {
        Some(name) => (name.to_owned(), true),
        None => ((*name).to_owned(), false),
    };
    names.iter().map(column).collect()
}

/// A day's published and gained figures, over the civil days from the first to the last.
pub(super) fn charts(days: &[DayFigures], look: &Look) -> Vec<Part> {
    let known = days.iter().filter(|day| day.views_gained.is_some()).count();
    if known < 2 {
        return Vec::new();
    }
    let long = long(days, look);
    let chart = |title: &str, unit: &str, bars, of: &dyn Fn(&DayFigures) -> Option<i64>| {
        let note = if bars { long.clone() } else { String::new() };
        Part::Chart(Chart { title: title.to_owned(), unit: unit.to_owned(), note, bars, days: by_day(days, of) })
    };
    vec![
        chart("Views gained a day", "views", true, &|day| day.views_gained),
        chart("Views in all", "views", false, &|day| i64::try_from(day.total_views).ok()),
        chart("Videos published a day", "videos", true, &|day| i64::try_from(day.published?).ok()),
    ]
}

/// Which days' gains are of more than a day.
fn long(days: &[DayFigures], look: &Look) -> String {
    let told = |day: &DayFigures| {
        let hours = look.locale.hours(apart::long(day)?);
        Some(format!("{} is of {hours}", look.locale.day(day.date)))
    };
    let all: Vec<String> = days.iter().filter_map(told).collect();
    let more = all.len().saturating_sub(LONG_LISTED);
    // The last ones: what is read is the newest.
    let mut line = all.get(more..).unwrap_or_default().join(", ");
    if more > 0 {
        line += &format!(", and {} before", look.locale.counted(more as u64, "other gap"));
    }
    line
}

fn by_day(days: &[DayFigures], of: &dyn Fn(&DayFigures) -> Option<i64>) -> Vec<(tagpulse_core::Day, Option<i64>)> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    // More than a year does not fit a page's width.
    let from = first.date.number().max(last.date.number() - 365);
    let mut known = days.iter().peekable();
    let value = |number: i32| {
        while known.next_if(|day| day.date.number() < number).is_some() {}
        let value = known.peek().filter(|day| day.date.number() == number).and_then(|day| of(day));
        (tagpulse_core::Day::from_number(number), value)
    };
    (from..=last.date.number()).map(value).collect()
}

/// The videos with the most views.
pub(super) fn top_videos(shown: &Shown, most: usize, look: &Look) -> Option<Part> {
    let report = &shown.report;
    let videos: Vec<&TopVideo> = report.top_videos.iter().take(most).collect();
    let largest = videos.iter().filter_map(|video| video.views).max()?;
    let row = |(place, video): (usize, &&TopVideo)| {
        let engaged = [video.likes, video.comments, video.shares];
        let engagement = engaged.iter().any(Option::is_some).then(|| engaged.iter().flatten().sum());
        let caption = video.desc.as_deref().map(|text| clean(text, 60)).filter(|text| !text.is_empty());
        vec![
            Cell::Number(look.locale.count(place as u64 + 1)),
            self::video(&shown.own, video.author.as_deref(), video.url.as_deref(), &video.video_id.to_string()),
            caption.map_or(Cell::Unknown, Cell::Text),
            video.views.map_or(Cell::Unknown, |views| bar(views, largest, look)),
            count(engagement, look),
            video
                .outlier_score_campaign
                .map_or(Cell::Unknown, |times| Cell::Number(format!("{}×", look.locale.decimal(times, 1)))),
        ]
    };
    Some(Part::Table(Table {
        caption: "The videos with the most views".to_owned(),
        columns: columns(&[">#", "Video", "Caption", ">Views", ">Engagement", ">Times its peers"]),
        rows: videos.iter().enumerate().map(row).collect(),
    }))
}

/// The creators with the most views.
pub(super) fn top_creators(shown: &Shown, look: &Look) -> Option<Part> {
    let report = &shown.report;
    let largest = report.creators.top.iter().map(|creator| creator.views).max()?;
    let rows = report.creators.top.iter().map(|creator| {
        vec![
            Cell::Text(handle(Some(&creator.author)).unwrap_or_default() + shown.own.mark(Some(&creator.author))),
            count(creator.followers, look),
            Cell::Number(look.locale.count(creator.videos)),
            bar(creator.views, largest, look),
            Cell::Number(look.locale.count(creator.engagement)),
        ]
    });
    Some(Part::Table(Table {
        caption: "The creators with the most views".to_owned(),
        columns: columns(&["Creator", ">Followers", ">Videos", ">Views", ">Engagement"]),
        rows: rows.collect(),
    }))
}

/// What the user's own accounts have of the campaign; nothing where they have no video.
pub(super) fn own(shown: &Shown, look: &Look) -> Option<Part> {
    let Own { videos, views, .. } = shown.own;
    let share = look.locale.percent(shown.own.share(&shown.report)?);
    let (videos, views) = (look.locale.count(videos), look.locale.short(views));
    let all = "counted in every figure and marked (own)";
    Some(Part::Text(format!("Own accounts: {videos} videos with {views} views, {share} of all; {all}.")))
}

/// Hashtags on the videos.
pub(super) fn hashtags_used(report: &Report, most: usize, look: &Look) -> Option<Part> {
    let largest = report.hashtags_used.iter().map(|used| used.videos).max()?;
    let rows = report.hashtags_used.iter().take(most).map(|used| {
        let name = format!("#{}", clean(&used.name, 60));
        vec![Cell::Text(name), bar(used.videos, largest, look), Cell::Number(look.locale.count(used.views))]
    });
    Some(Part::Table(Table {
        caption: "Hashtags on the campaign's videos".to_owned(),
        columns: columns(&["Hashtag", ">Videos", ">Views"]),
        rows: rows.collect(),
    }))
}

/// Posting times; `None` where nobody's time is known.
pub(super) fn heat(report: &Report) -> Option<Part> {
    let hours = &report.timing.videos_by_weekday_hour;
    hours.iter().flatten().any(|videos| *videos > 0).then(|| {
        let title = format!("Videos published by weekday and hour, {}", clean(&report.zone, 60));
        Part::Heat(Heat { title, hours: hours.clone() })
    })
}

/// Rates with what they mean.
pub(super) fn rates(report: &Report, look: &Look) -> Part {
    let rates = &report.rates;
    let rows = [
        ("er_views_pooled", rates.er_views_pooled),
        ("er_views_median", rates.er_views_median),
        ("like_rate_views", rates.like_rate_views),
        ("comment_rate_views", rates.comment_rate_views),
        ("share_rate_views", rates.share_rate_views),
        ("save_rate_views", rates.save_rate_views),
        ("er_followers_pooled", rates.er_followers_pooled),
    ];
    let rows = rows.into_iter().filter(|(_, value)| value.is_some()).map(|(key, value)| {
        vec![Cell::Text(heading(key)), share(value, look), Cell::Text(explanation(key).to_owned())]
    });
    Part::Table(Table {
        caption: "Rates of engagement".to_owned(),
        columns: columns(&["Rate", ">Value", "What it is"]),
        rows: rows.collect(),
    })
}

/// How much of the campaign the figures are of, in one line.
pub(super) fn coverage(shown: &Shown, look: &Look) -> String {
    let coverage = &shown.report.coverage;
    let count = |value| look.locale.count(value);
    let is = if coverage.known == 1 { "is" } else { "are" };
    let mut line = format!("{} {is} known", look.locale.counted(coverage.known, "video"));
    if let Some(share) = coverage.share {
        line += &format!(", {} of those that TikTok's pages count", look.locale.percent(share));
    }
    line += &format!("; {} were listed in this reading", count(coverage.listed));
    if coverage.rechecked > 0 {
        line += &format!(", {} were read again one by one", count(coverage.rechecked));
    }
    let carried = coverage.not_seen.saturating_sub(coverage.rechecked);
    if carried > 0 {
        line += &format!(
            ", {} keep their last known counts ({} {})",
            count(carried),
            look.locale.short(coverage.carried_views),
            label("total_views")
        );
    }
    line + "."
}
