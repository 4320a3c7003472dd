//! What a campaign's table says that the core does not read: how long it is read, when its people are
//! forgotten, which accounts are the user's own, what it was called before, how many of its videos are
//! read by themselves.

use tagpulse_core::Settings;

use super::{
    Located,
    keys::{Keys, Problems, Span},
};

/// Days after its end that a campaign is still read: views still come, new videos do not count.
pub(crate) const TAIL_DAYS: u32 = 30;
/// Days after its end that a campaign's people are still known: its reports are written by then.
pub(crate) const FORGET_AFTER_DAYS: u32 = 180;

/// A campaign's keys beside its [`Settings`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extra {
    /// Days after `end` that it is still read.
    pub(crate) tail_days: u32,
    /// Days after `end` that handles, captions and addresses are kept; 0 for ever.
    pub(crate) forget_after_days: Option<Located<u32>>,
    /// Accounts of the user's own, lower-case without `@`: counted, and shown apart.
    pub(crate) own: Vec<String>,
    /// Large videos that its listings did not have and that are read again by themselves, at most.
    pub(crate) recheck: u32,
    /// Names that it had before, with their places.
    pub(crate) was: Vec<(Span, String)>,
}

impl Default for Extra {
    fn default() -> Self {
        Self { tail_days: TAIL_DAYS, forget_after_days: None, own: Vec::new(), recheck: 0, was: Vec::new() }
    }
}

impl Extra {
    /// The keys that may stand at the top and in a campaign.
    pub(super) fn read(keys: &mut Keys<'_>, defaults: &Self, problems: &mut Problems<'_>) -> Self {
        let mut extra = defaults.clone();
        if let Some(days) = keys.whole("tail_days", 0, problems) {
            extra.tail_days = days.value;
        }
        extra.forget_after_days = keys.whole("forget_after_days", 0, problems).or(extra.forget_after_days);
        if let Some(recheck) = keys.whole("recheck", 0, problems) {
            extra.recheck = recheck.value;
        }
        let own = keys.texts("own", problems).unwrap_or_default();
        extra.own.extend(own.into_iter().map(|(_, name)| name.trim().trim_start_matches('@').to_lowercase()));
        extra
    }

    /// Days after `end` that handles, captions and addresses are kept; `None` for ever.
    pub(crate) fn forgets_after(&self) -> Option<u32> {
        let days = self.forget_after_days.as_ref().map_or(FORGET_AFTER_DAYS, |days| days.value);
        (days > 0).then_some(days)
    }

    /// The keys of a campaign.
    pub(super) fn of_campaign(keys: &mut Keys<'_>, defaults: &Self, problems: &mut Problems<'_>) -> Self {
        let was = keys.text_or_texts("was", problems);
        Self { was, ..Self::read(keys, defaults, problems) }
    }
}

/// A former name must lead to one campaign.
pub(super) fn check_names(campaigns: &[Settings], extras: &[Extra], problems: &mut Problems<'_>) {
    for (place, extra) in extras.iter().enumerate() {
        for (span, name) in &extra.was {
            let now = campaigns.iter().position(|settings| settings.campaign == *name);
            let before = extras.iter().take(place).any(|other| other.was.iter().any(|(_, taken)| taken == name));
            if now == Some(place) {
                problems.push(span.clone(), format!("was: the campaign is called \"{name}\" still; take the key out"));
            } else if now.is_some() || before {
                let message = format!("was: another campaign is or was called \"{name}\" too; leave it to one of them");
                problems.push(span.clone(), message);
            }
        }
    }
}
