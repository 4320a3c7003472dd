//! What was told of a campaign: the store's alerts, which no later reading changes.

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;
use tagpulse_core::SCHEMA_VERSION;

use crate::{args::NameArgs, exit::Exit, format::Document, options::Options, output, show};

/// A campaign's alerts.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AlertsDocument {
    /// The version of this document's shape.
    pub(crate) schema_version: u32,
    /// The campaign's name.
    pub(crate) campaign: String,
    /// Its alerts as they were raised, oldest first.
    pub(crate) alerts: Vec<Value>,
}

/// `tagpulse alerts`
///
/// # Errors
/// Exit 2 when there is no such campaign.
pub(crate) fn alerts(options: &Options, args: &NameArgs) -> Result<Exit> {
    let (store, campaign, _) = show::open(options, &args.name)?;
    let alerts = store.alerts(campaign.name())?;
    let document = AlertsDocument { schema_version: SCHEMA_VERSION, campaign: campaign.name().to_owned(), alerts };
    output::show(options, &Document::Alerts(&document))?;
    Ok(Exit::Done)
}
