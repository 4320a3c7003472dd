//! What a run would send, without sending it.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::Serialize;
use tagpulse_core::{Campaign, Collector, CollectorOptions, SCHEMA_VERSION, Step, Timestamp};

use crate::{options::Limits, run::zone_for, store::Store, traffic::Budget};

/// A run that is not made.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Plan {
    /// The version of this document's shape.
    pub(crate) schema_version: u32,
    /// The provider's address.
    pub(crate) base_url: String,
    /// The run's instant.
    pub(crate) taken_at: Timestamp,
    /// The first request of each campaign; what follows depends on the answers. None where the budgets allow none.
    pub(crate) requests: Vec<FirstRequest>,
    /// Why nothing would be sent; null where something would.
    pub(crate) refused: Option<String>,
    /// Credits if every hashtag has one page, within what the budgets leave.
    pub(crate) credits_min: u64,
    /// Credits if every hashtag fills its page budget and every video is read by itself that may be, without retries,
    /// within what the budgets leave.
    pub(crate) credits_max: u64,
}

/// A campaign's first request.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FirstRequest {
    /// The campaign.
    pub(crate) campaign: String,
    /// The HTTP method.
    pub(crate) method: String,
    /// The whole address.
    pub(crate) url: String,
    /// The body.
    pub(crate) body: String,
}

/// The plan of a run over these campaigns.
///
/// # Errors
/// When a campaign has no hashtag.
pub(crate) fn of(
    campaigns: &[Campaign],
    limits: &Limits,
    (store, budget): (Option<&mut Store>, &Budget),
    taken_at: Timestamp,
) -> Result<Plan> {
    let mut requests = Vec::new();
    let mut hashtags = BTreeSet::new();
    let mut alone = 0;
    if let Some(store) = store {
        for campaign in campaigns {
            alone += rechecks(store, campaign, limits, taken_at)?;
        }
    }
    for campaign in campaigns {
        hashtags.extend(campaign.settings().hashtags.iter());
        let options = CollectorOptions::new(campaign.settings().hashtags.clone(), taken_at);
        let Step::Request(request) = Collector::new(options)?.next(0) else {
            return Err(anyhow::anyhow!("nothing to ask")).context(campaign.name().to_owned());
        };
        requests.push(FirstRequest {
            campaign: campaign.name().to_owned(),
            method: request.method,
            url: limits.base_url.value.join(&request.path),
            body: request.body,
        });
    }
    let refused = budget.refusal().map(|error| error.message);
    if refused.is_some() {
        requests.clear();
    }
    // A hashtag costs its lookup and its pages; one that campaigns share is asked for once.
    let hashtags = hashtags.len() as u64;
    let most = hashtags.saturating_mul(1 + u64::from(limits.max_pages.value)).saturating_add(alone);
    let left = budget.left().map_or(u64::MAX, u64::from);
    Ok(Plan {
        schema_version: SCHEMA_VERSION,
        base_url: limits.base_url.value.as_str().to_owned(),
        taken_at,
        requests,
        refused,
        credits_min: (2 * hashtags).min(left),
        credits_max: most.min(left),
    })
}

/// Videos of a campaign that are read by themselves if no listing has any of them.
fn rechecks(store: &mut Store, campaign: &Campaign, limits: &Limits, taken_at: Timestamp) -> Result<u64> {
    let most = u64::from(limits.recheck(campaign.name()));
    if most == 0 {
        return Ok(0);
    }
    let zone = zone_for(store, campaign, taken_at)?;
    let known = store.history(campaign, &zone)?.largest(campaign, &zone).len();
    Ok(most.min(known as u64))
}
