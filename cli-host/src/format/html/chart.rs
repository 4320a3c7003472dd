//! A value a day as SVG: bars or a line, with axes, units and words for those who cannot see it.

use maud::{Markup, html};
use tagpulse_core::Day;

use crate::format::{Look, page::Chart};

/// The drawing's size in units of its own, and the room around the plot.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 28.0;
/// Most labels under the axis of days.
const LABELS: usize = 8;

/// The chart with its caption.
pub(super) fn draw(chart: &Chart, id: &str, look: &Look) -> Markup {
    let (title, desc) = (format!("{id}t"), format!("{id}d"));
    let scale = Scale::of(chart);
    let gaps = chart.days.iter().skip(1).any(|(_, value)| value.is_none());
    html! {
        figure {
            figcaption { (chart.title) @if gaps { span .beside { " – a gap is a day without a reading" } }
                @if !chart.note.is_empty() { span .beside { "; " (chart.note) } } }
            div .scroll role="group" tabindex="0" aria-label=(chart.title) {
                svg .chart viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-labelledby=(format!("{title} {desc}")) {
                    title id=(title) { (chart.title) }
                    desc id=(desc) { (words(chart, look)) }
                    text .unit x="0" y="12" { (chart.unit) }
                    @for tick in scale.ticks() {
                        line .grid x1=(at(LEFT)) x2=(at(WIDTH - RIGHT)) y1=(at(scale.y(tick))) y2=(at(scale.y(tick))) {}
                        text .tick x=(at(LEFT - 8.0)) y=(at(scale.y(tick) + 4.0)) text-anchor="end" { (signed(tick, look)) }
                    }
                    @if chart.bars { (bars(chart, &scale, look)) } @else { (line(chart, &scale)) }
                    line .axis x1=(at(LEFT)) x2=(at(WIDTH - RIGHT)) y1=(at(scale.y(0))) y2=(at(scale.y(0))) {}
                    (days(chart, &scale, look))
                }
            }
        }
    }
}

fn bars(chart: &Chart, scale: &Scale, look: &Look) -> Markup {
    let width = (scale.step() * 0.72).min(36.0);
    html! {
        @for (place, (day, value)) in chart.days.iter().enumerate() {
            @if let Some(value) = value {
                @let (top, bottom) = (scale.y((*value).max(0)), scale.y((*value).min(0)));
                rect .bar x=(at(scale.x(place) - width / 2.0)) y=(at(top)) width=(at(width)) height=(at(bottom - top)) {
                    title { (look.locale.day(*day)) ": " (signed(*value, look)) " " (chart.unit) }
                }
            }
        }
    }
}

fn line(chart: &Chart, scale: &Scale) -> Markup {
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for (place, (_, value)) in chart.days.iter().enumerate() {
        match value {
            Some(value) => runs.last_mut().into_iter().for_each(|run| run.push((scale.x(place), scale.y(*value)))),
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    let path = |run: &[(f64, f64)]| {
        let points: Vec<String> = run.iter().map(|(x, y)| format!("{} {}", at(*x), at(*y))).collect();
        format!("M{}", points.join("L"))
    };
    let zero = at(scale.y(0));
    let area = |run: &[(f64, f64)]| {
        let ends = [run.first(), run.last()].map(|end| end.map_or_else(String::new, |(x, _)| at(*x)));
        format!("{}L{} {zero}L{} {zero}Z", path(run), ends[1], ends[0])
    };
    html! {
        @for run in &runs {
            path .area d=(area(run)) {}
            path .line d=(path(run)) {}
        }
        @if let Some((x, y)) = runs.last().and_then(|run| run.last()) {
            circle .dot cx=(at(*x)) cy=(at(*y)) r="3.5" {}
        }
    }
}

/// Labels of days: so many as fit, the last day among them.
fn days(chart: &Chart, scale: &Scale, look: &Look) -> Markup {
    let every = chart.days.len().div_ceil(LABELS).max(1);
    let last = chart.days.len().saturating_sub(1);
    html! {
        @for (place, (day, _)) in chart.days.iter().enumerate() {
            @if (last - place).is_multiple_of(every) {
                text .tick x=(at(scale.x(place))) y=(at(HEIGHT - 8.0)) text-anchor="middle" { (look.locale.short_day(*day)) }
            }
        }
    }
}

/// The chart in a sentence.
fn words(chart: &Chart, look: &Look) -> String {
    let known = || chart.days.iter().filter_map(|(day, value)| Some((*day, (*value)?)));
    let (Some(first), Some(last)) = (known().next(), known().next_back()) else {
        return "No value is known.".to_owned();
    };
    let told = |(day, value): (Day, i64)| format!("{} on {}", signed(value, look), look.locale.day(day));
    let highest = known().max_by_key(|(_, value)| *value).unwrap_or(first);
    format!(
        "{} in {}, {}. The first is {}, the last {}, the highest {}.",
        chart.title,
        chart.unit,
        look.locale.counted(chart.days.len() as u64, "day"),
        told(first),
        told(last),
        told(highest)
    )
}

fn signed(value: i64, look: &Look) -> String {
    let sign = if value < 0 { "−" } else { "" };
    format!("{sign}{}", look.locale.short(value.unsigned_abs()))
}

/// A coordinate with one decimal, without one where it is whole.
fn at(value: f64) -> String {
    format!("{}", (value * 10.0).round() / 10.0)
}

/// From values to places.
struct Scale {
    low: i64,
    high: i64,
    tick: i64,
    days: usize,
}

impl Scale {
    fn of(chart: &Chart) -> Self {
        let values = || chart.days.iter().filter_map(|(_, value)| *value);
        let (low, high) = (values().min().unwrap_or(0).min(0), values().max().unwrap_or(0).max(0));
        let tick = nice(high.saturating_sub(low) / 4);
        let low = low.div_euclid(tick).saturating_mul(tick);
        let high = high.saturating_add(tick - 1).div_euclid(tick).max(1).saturating_mul(tick);
        Self { low, high, tick, days: chart.days.len() }
    }

    fn ticks(&self) -> impl Iterator<Item = i64> + use<> {
        let (low, tick) = (self.low, self.tick);
        let count = self.high.saturating_sub(low) / tick;
        (0..=count).map(move |at| low.saturating_add(at.saturating_mul(tick)))
    }

    fn y(&self, value: i64) -> f64 {
        let share = (value as f64 - self.low as f64) / (self.high as f64 - self.low as f64).max(1.0);
        HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
    }

    fn step(&self) -> f64 {
        (WIDTH - LEFT - RIGHT) / self.days.max(1) as f64
    }

    fn x(&self, place: usize) -> f64 {
        LEFT + (place as f64 + 0.5) * self.step()
    }
}

/// The next step of 1, 2 or 5 times a power of ten, so that an axis reads well.
fn nice(at_least: i64) -> i64 {
    let mut power = 1_i64;
    loop {
        for step in [1, 2, 5] {
            let step = power.saturating_mul(step);
            if step >= at_least || step == i64::MAX {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[Option<i64>], bars: bool) -> Chart {
        let days = (20_000..).zip(values).map(|(number, value)| (Day::from_number(number), *value)).collect();
        Chart { title: "Views gained a day".into(), unit: "views".into(), note: String::new(), bars, days }
    }

    #[test]
    fn axes_have_round_steps_and_hold_every_value() {
        let check = |values: &[i64], low, high, tick| {
            let values: Vec<Option<i64>> = values.iter().copied().map(Some).collect();
            let scale = Scale::of(&chart(&values, true));
            assert_eq!((scale.low, scale.high, scale.tick), (low, high, tick), "{values:?}");
        };
        check(&[0, 3], 0, 3, 1);
        check(&[12, 97], 0, 100, 50);
        check(&[-30, 410], -200, 600, 200);
        check(&[0, 0], 0, 1, 1);
        check(&[1_999_999], 0, 2_000_000, 500_000);
        assert!(nice(i64::MAX) > 0);
    }

    #[test]
    fn a_day_without_a_reading_is_a_gap_and_is_told() {
        let look = Look::default();
        let gapped = chart(&[Some(5), None, Some(9)], true);
        let drawn = draw(&gapped, "a", &look).into_string();
        assert_eq!(drawn.matches("<rect").count(), 2, "{drawn}");
        assert!(drawn.contains("a gap is a day without a reading"));
        assert!(drawn.contains("the highest 9 on 6 Oct 2024"), "{drawn}");
        let line = draw(&chart(&[Some(5), None, Some(9)], false), "b", &look).into_string();
        assert_eq!(line.matches("class=\"line\"").count(), 2, "{line}");
        assert!(!draw(&chart(&[Some(1), Some(2)], true), "c", &look).into_string().contains("a gap is"));
    }
}
