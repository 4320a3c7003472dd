//! When videos are published: weekdays by hours, darker where there are more.

use maud::{Markup, html};

use crate::format::{Look, page::Heat};

/// Monday first, as the report counts them.
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LEFT: usize = 40;
const CELL: usize = 28;
const ROW: usize = 22;
/// Shades in the legend.
const SHADES: u64 = 5;

/// The map with its caption and legend.
pub(super) fn draw(heat: &Heat, id: &str, look: &Look) -> Markup {
    let (title, desc) = (format!("{id}t"), format!("{id}d"));
    let most = heat.hours.iter().flatten().copied().max().unwrap_or(0).max(1);
    let legend = ROW * 7 + 44;
    html! {
        figure {
            figcaption { bdi { (heat.title) } }
            div .scroll role="group" tabindex="0" aria-label=(heat.title) {
                svg .chart viewBox=(format!("0 0 {} {}", LEFT + CELL * 24, legend + 6)) role="img"
                    aria-labelledby=(format!("{title} {desc}")) {
                    title id=(title) { (heat.title) }
                    desc id=(desc) { (busiest(heat)) }
                    @for (day, hours) in heat.hours.iter().take(7).enumerate() {
                        text .tick x="0" y=(day * ROW + 15) { (WEEKDAYS[day]) }
                        @for (hour, videos) in hours.iter().enumerate() {
                            rect .cell x=(LEFT + hour * CELL) y=(day * ROW) width=(CELL - 2) height=(ROW - 2) rx="2"
                                fill-opacity=(shade(*videos, most)) {
                                title { (format!("{} {hour:02}:00, {}", WEEKDAYS[day], look.locale.count(*videos))) }
                            }
                        }
                    }
                    @for hour in (0..24).step_by(3) {
                        text .tick x=(LEFT + hour * CELL) y=(ROW * 7 + 14) { (format!("{hour:02}:00")) }
                    }
                    text .tick x=(LEFT) y=(legend) { "0" }
                    @for step in 0..=SHADES {
                        rect .cell x=(LEFT + 14 + step as usize * 20) y=(legend - 11) width="18" height="14" rx="2"
                            fill-opacity=(shade(step * most / SHADES, most)) {}
                    }
                    text .tick x=(LEFT + 18 + (SHADES as usize + 1) * 20) y=(legend) { (look.locale.count(most)) (if most == 1 { " video" } else { " videos" }) }
                }
            }
        }
    }
}

/// An opacity: none for no video, and never so little that one cannot be seen.
fn shade(videos: u64, most: u64) -> String {
    match videos {
        0 => "0.06".to_owned(),
        _ => format!("{:.2}", 0.18 + 0.82 * videos as f64 / most as f64),
    }
}

/// The three hours with the most videos, in words.
pub(in crate::format) fn busiest(heat: &Heat) -> String {
    let mut slots: Vec<(u64, usize, usize)> = Vec::new();
    for (day, hours) in heat.hours.iter().take(7).enumerate() {
        slots.extend(hours.iter().enumerate().map(|(hour, videos)| (*videos, day, hour)));
    }
    slots.sort_by_key(|(videos, day, hour)| (std::cmp::Reverse(*videos), *day, *hour));
    let told = slots.iter().take(3).filter(|(videos, ..)| *videos > 0);
    let told: Vec<String> =
        told.map(|(videos, day, hour)| format!("{} {hour:02}:00 ({videos})", WEEKDAYS[*day])).collect();
    if told.is_empty() { "No time is known.".to_owned() } else { format!("Most at {}.", told.join(", ")) }
}
