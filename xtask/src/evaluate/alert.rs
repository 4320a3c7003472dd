//! An alert as a line of JSON, whoever raised it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// What is judged of an alert; its other keys are passed over.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Alert {
    pub(crate) campaign: String,
    /// RFC 3339, as in the observations.
    pub(crate) taken_at: String,
    /// None for an alert about a whole campaign.
    #[serde(default)]
    pub(crate) video_id: Option<String>,
    #[serde(default)]
    pub(crate) severity: Option<f64>,
    #[serde(default)]
    pub(crate) detectors: Vec<String>,
}

impl Alert {
    /// The tutorial's rule alone: with `recommended` it is evidence and is not sent.
    pub(crate) fn is_evidence_only(&self) -> bool {
        self.detectors == ["average"]
    }
}

/// The alerts in a file of lines.
pub(crate) fn read(path: &Path) -> Result<Vec<Alert>> {
    parse(&fs::read_to_string(path).with_context(|| path.display().to_string())?)
}

/// The alerts in lines of JSON.
pub(crate) fn parse(lines: &str) -> Result<Vec<Alert>> {
    let lines = lines.lines().filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_str(line).with_context(|| format!("`{line}` is no alert"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_of_videos_campaigns_and_evidence_are_told_apart() {
        let lines = concat!(
            r#"{"campaign":"c","taken_at":"2025-06-02T06:00:00Z","video_id":"1","tier":"hot","severity":63.5,"#,
            r#""detectors":["spike","age"],"reason":"12x","key":"c/1/2025-06-02"}"#,
            "\n\n",
            r#"{"campaign":"c","taken_at":"2025-06-02T06:00:00Z","video_id":null,"detectors":["lift"]}"#,
            "\n",
            r#"{"campaign":"c","taken_at":"2025-06-02T06:00:00Z","video_id":"2","detectors":["average"]}"#,
        );
        let alerts = parse(lines).expect("three alerts");
        let seen: Vec<_> = alerts.iter().map(|a| (a.video_id.as_deref(), a.severity, a.is_evidence_only())).collect();
        assert_eq!(seen, [(Some("1"), Some(63.5), false), (None, None, false), (Some("2"), None, true)]);
        assert!(parse("{}").is_err());
    }
}
