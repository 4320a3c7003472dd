//! The user's own accounts in a campaign: their videos count as everybody's do, and are told apart, because a brand's
//! own views are no answer to the question what a campaign moved others to do.

use anyhow::Result;
use tagpulse_core::{Campaign, Held, Ratio, Report, Timestamp, Zone};

use crate::store::Store;

/// Own accounts, and what a reading has of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Own {
    /// Handles in lower case, without `@`.
    accounts: Vec<String>,
    /// Their videos.
    pub(crate) videos: u64,
    /// The views of those.
    pub(crate) views: u64,
}

impl Own {
    /// What a campaign has of these accounts after the reading at an instant.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) fn of(
        store: &mut Store,
        campaign: &Campaign,
        zone: &Zone,
        at: Timestamp,
        accounts: &[String],
    ) -> Result<Self> {
        // Most campaigns name none, and a reading of an earlier day costs a replay.
        if accounts.is_empty() {
            return Ok(Self::default());
        }
        let history = store.history_at(campaign, zone, at)?;
        Ok(Self::among(&history.held(campaign, zone), accounts))
    }

    /// What these accounts have among videos.
    pub(crate) fn among(videos: &[Held<'_>], accounts: &[String]) -> Self {
        let mut own = Self { accounts: accounts.to_vec(), ..Self::default() };
        for video in videos {
            if own.has(video.author) {
                own.videos += 1;
                own.views = own.views.saturating_add(video.counts.views.unwrap_or(0));
            }
        }
        own
    }

    /// Whether a creator is one of the accounts.
    pub(crate) fn has(&self, author: Option<&str>) -> bool {
        author.is_some_and(|author| self.accounts.iter().any(|name| name.eq_ignore_ascii_case(author)))
    }

    /// What stands behind the creator's handle: nothing, or that it is the user's own.
    pub(crate) fn mark(&self, author: Option<&str>) -> &'static str {
        mark(self.has(author))
    }

    /// The same with other names of the accounts: those that stand in the report.
    pub(crate) fn named(&self, name: impl Fn(&str) -> String) -> Self {
        Self { accounts: self.accounts.iter().map(|account| name(account)).collect(), ..*self }
    }

    /// How much of the report's views are those of the accounts; nothing where they have no video.
    pub(crate) fn share(&self, report: &Report) -> Option<Ratio> {
        (self.videos > 0).then(|| Ratio::of(self.views.into(), report.total_views.into())).flatten()
    }
}

/// What stands behind a handle.
pub(crate) const fn mark(is_own: bool) -> &'static str {
    if is_own { " (own)" } else { "" }
}
