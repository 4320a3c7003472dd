//! What was told of a campaign, which no later reading changes; and what still waits to be told.

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;
use tagpulse_core::{SCHEMA_VERSION, Zone};

use crate::{
    args::AlertsArgs,
    exit::Exit,
    format::Document,
    interrupt::Interrupt,
    notify::{self, Delivered},
    options::{self, Options},
    output,
    own::Own,
    show,
    store::{Store, Waiting},
    zone,
};

/// A campaign's alerts.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AlertsDocument {
    /// The version of this document's shape.
    pub(crate) schema_version: u32,
    /// The campaign's name.
    pub(crate) campaign: String,
    /// Its alerts as they were raised, oldest first; `own` in each says whether its creator is one of the user's own
    /// accounts by the config of now, `delivery` whether everybody who is told of it has taken it (`delivered`) or not
    /// yet (`waiting`), null where nobody is.
    pub(crate) alerts: Vec<Value>,
    /// The campaign's zone, in which people are told the times.
    #[serde(skip)]
    pub(crate) zone: Zone,
}

/// What waits for its delivery.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OutboxDocument {
    /// The version of this document's shape.
    pub(crate) schema_version: u32,
    /// Messages that were taken just now; null when none was sent.
    pub(crate) sent: Option<u32>,
    /// What waits, oldest first.
    pub(crate) waiting: Vec<Waiting>,
    /// The config's own zone: messages of all campaigns wait together.
    #[serde(skip)]
    pub(crate) zone: Zone,
}

/// `tagpulse alerts`
///
/// # Errors
/// Exit 2 when there is no such campaign.
pub(crate) fn alerts(options: &Options, args: &AlertsArgs) -> Result<Exit> {
    if args.send || args.undelivered {
        return outbox(options, args);
    }
    let (store, campaign, zone) = show::open(options, args.name.as_deref().unwrap_or_default())?;
    let mut alerts = store.alerts(campaign.name())?;
    let own = Own::among(&[], &options.config.extra(campaign.name()).own);
    for fields in alerts.iter_mut().filter_map(Value::as_object_mut) {
        let is_own = own.has(fields.get("author").and_then(Value::as_str));
        fields.insert("own".to_owned(), is_own.into());
    }
    let campaign = campaign.name().to_owned();
    let document = AlertsDocument { schema_version: SCHEMA_VERSION, campaign, alerts, zone };
    output::show(options, &Document::Alerts(&document))?;
    Ok(Exit::Done)
}

/// Whether an alert of the document was sent, in a word for people.
pub(crate) fn sent(alert: &Value) -> &'static str {
    match (alert.get("notifies"), alert.get("delivery").and_then(Value::as_str)) {
        (_, Some("delivered")) => "yes",
        (_, Some(_)) => "waits",
        (Some(Value::Bool(true)), None) => "to nobody",
        (_, None) => "no",
    }
}

/// What waits, after it was sent where that is asked for.
fn outbox(options: &Options, args: &AlertsArgs) -> Result<Exit> {
    let store = &options.store.value;
    let mut store = if args.send { Store::open_existing(store) } else { Store::open_to_read(store) }?;
    let campaign = match &args.name {
        Some(name) => Some(options::stored(&options.config, &store, name)?.name().to_owned()),
        None => None,
    };
    let campaign = campaign.as_deref();
    let delivered = if args.send { Some(send(&mut store, options, campaign)?) } else { None };
    let waiting = store.waiting(campaign)?;
    let latest = waiting.iter().map(|waiting| waiting.next_at).max().unwrap_or(options.now);
    let document = OutboxDocument {
        schema_version: SCHEMA_VERSION,
        sent: delivered.map(|delivered| delivered.sent),
        waiting,
        zone: zone::load(&options.config.defaults.zone, latest)?,
    };
    output::show(options, &Document::Outbox(&document))?;
    Ok(if delivered.is_some_and(|delivered| delivered.failed > 0) { Exit::Error } else { Exit::Done })
}

fn send(store: &mut Store, options: &Options, campaign: Option<&str>) -> Result<Delivered> {
    let _lock = store.lock(options::clock().seconds())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut interrupt = Interrupt::listen()?;
        notify::deliver(store, options, &mut interrupt, notify::Due::All(campaign)).await
    })
}
