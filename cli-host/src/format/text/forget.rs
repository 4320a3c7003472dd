//! What was forgotten, for people.

use tagpulse_core::clean;

use crate::{
    forget::{ForgetDocument, ForgottenIn},
    number::counted,
};

/// A line a campaign, and what is not reached.
pub(super) fn render(document: &ForgetDocument) -> String {
    let mut lines = Vec::new();
    match &document.who {
        Some(who) => lines.push(format!("{} is forgotten.", clean(who, 60))),
        None if document.campaigns.is_empty() => lines.push("No campaign is over for so long.".to_owned()),
        None => lines.push("Everybody of these campaigns is forgotten.".to_owned()),
    }
    for ForgottenIn { campaign, expired, forgotten } in &document.campaigns {
        let mut parts = vec![counted(forgotten.videos, "video")];
        let others = [
            (forgotten.alerts, "alert"),
            (forgotten.mutes, "mute"),
            (forgotten.notes, "note"),
            (forgotten.answers, "kept answer"),
        ];
        parts.extend(others.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(count, what)));
        let when = expired.map_or_else(String::new, |expired| format!(" (ended on {})", expired.end));
        lines.push(format!("  {}{when}: {}", clean(campaign, 100), parts.join(", ")));
        for name in &forgotten.also_called {
            let name = clean(name, 60);
            lines.push(format!(
                "    A video of theirs stood under @{name}, too, and others still do: forget @{name}, if it is theirs."
            ));
        }
    }
    if !document.campaigns.is_empty() {
        lines.push(
            "The figures stay. Backups, files exported before and messages already sent are not reached.".to_owned(),
        );
    }
    lines.join("\n") + "\n"
}
