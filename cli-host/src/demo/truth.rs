//! The answers: which spikes the simulated world had, when each was told, and what the tutorial's
//! rule said of them.

use serde_json::Value;
use tagpulse_core::{Day, Timestamp, clean};
use tagpulse_sandbox::{Spike, World, WorldOptions};

use super::Risen;
use crate::number::{counted, short};

/// A spike that brings fewer views on its first day is none that anybody would act on.
const WORTH_TELLING: f64 = 1_000.0;
/// A spike's views over those of its first day: the sum of (k + 1)^-1.4.
pub(super) const OVER_FIRST_DAY: f64 = 3.1;

/// What was true beside what was told.
pub(super) struct Truth {
    spikes: Vec<Known>,
    /// Messages about videos that had no such spike.
    others: u64,
}

/// A spike that there was.
struct Known {
    video: u64,
    begin: String,
    gain: u64,
    /// When it was told, how urgently, and why.
    told: Option<[String; 3]>,
    /// The day on which the tutorial's rule named the video, if it ever did.
    tutorial: Option<String>,
}

impl Truth {
    /// Compares the world with the store's alerts.
    pub(super) fn of(options: &WorldOptions, alerts: &[Value], risen: &[Risen]) -> Self {
        let text = |alert: &Value, key: &str| alert.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let sent: Vec<&Value> =
            alerts.iter().filter(|alert| alert.get("notifies") == Some(&Value::Bool(true))).collect();
        let world = World::new(options.clone());
        let mut spikes = Vec::new();
        // One that begins on the last day is seen by no reading.
        let brings = |spike: &&Spike| spike.size * spike.views_before as f64 / OVER_FIRST_DAY >= WORTH_TELLING;
        for spike in world.spikes().iter().filter(brings).filter(|spike| spike.day + 1 < options.days) {
            let begin = Timestamp::from_seconds(options.day_start(spike.day)).unwrap_or_default();
            let begin = Day::of(begin, 0).to_string();
            let id = spike.video_id.to_string();
            let about = sent.iter().find(|alert| text(alert, "video_id") == id && text(alert, "taken_at") >= begin);
            spikes.push(Known {
                video: spike.video_id,
                gain: spike.first_day_gain,
                told: about.map(|alert| {
                    let day = text(alert, "taken_at").chars().take(10).collect();
                    [day, text(alert, "tier"), text(alert, "reason")]
                }),
                tutorial: risen.iter().find(|risen| risen.video.0 == spike.video_id).map(|risen| risen.day.clone()),
                begin,
            });
        }
        spikes.sort_by(|a, b| (&a.begin, a.video).cmp(&(&b.begin, b.video)));
        let spiked = |alert: &Value| spikes.iter().any(|known| text(alert, "video_id") == known.video.to_string());
        let others = sent.iter().filter(|alert| !text(alert, "video_id").is_empty() && !spiked(alert)).count() as u64;
        Self { spikes, others }
    }

    /// The screen's last part.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec!["Spikes that the SIMULATED world had, 1,000 views or more on their first day:".to_owned()];
        for known in &self.spikes {
            let told = match &known.told {
                Some([day, tier, _]) => format!("alert on {day} ({tier})"),
                None => "no alert".to_owned(),
            };
            let tutorial = match &known.tutorial {
                Some(day) => format!("above the average's multiple on {day}"),
                None => "never above the average's multiple".to_owned(),
            };
            let (begin, video, gain) = (&known.begin, known.video, short(known.gain));
            lines.push(format!("  {begin}   video {video}   +{gain} views   {told}; {tutorial}"));
            lines.extend(known.told.iter().map(|[_, _, reason]| format!("      {}", clean(reason, 500))));
        }
        let told = self.spikes.iter().filter(|known| known.told.is_some()).count() as u64;
        let tutorial = self.spikes.iter().filter(|known| known.tutorial.is_some()).count() as u64;
        lines.push(format!(
            "{told} of {} told, {} about other videos.",
            counted(self.spikes.len() as u64, "spike"),
            counted(self.others, "alert")
        ));
        lines.push(format!("The tutorial's rule names {tutorial} of them, by size and not by the day."));
        lines.push("A listing leaves out three videos of ten, as real ones do; a spike can hide.".to_owned());
        lines
    }
}
