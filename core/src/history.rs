//! A campaign's carried state.
use crate::*;

/// What the next day needs of a campaign.
#[derive(Clone, Debug, Default)]
pub struct History {
    campaign: String,
}

impl History {
    /// A campaign without a reading.
    pub fn new(campaign: &str) -> Self {
        Self { campaign: campaign.to_owned() }
    }
    /// From the bytes of [`Self::to_bytes`].
    pub fn from_bytes(_bytes: &[u8]) -> Result<Self, Error> {
        Ok(Self::default())
    }
    /// Bytes: equal from native and wasm, at most 200 a video and 300 a day.
    pub fn to_bytes(&self) -> Vec<u8> {
        Vec::new()
    }
    /// The campaign's name.
    pub fn campaign(&self) -> &str {
        &self.campaign
    }
    /// The newest reading's instant.
    pub fn newest(&self) -> Option<Timestamp> {
        None
    }
    /// Folds a reading in and reports on it. The newest reading again changes nothing and gives
    /// the same report; an older one is the error `out_of_order` (the host then rebuilds: new
    /// history, all readings in order).
    pub fn advance(&mut self, _snapshot: &Snapshot, campaign: &Campaign, zone: &Zone) -> Result<Report, Error> {
        self.report(campaign, zone)
    }
    /// The report of the newest reading (zeros without one).
    pub fn report(&self, _campaign: &Campaign, _zone: &Zone) -> Result<Report, Error> {
        Err(Error::new(ErrorCode::BadTime, "soon"))
    }
    /// The campaign's days.
    pub fn days(&self) -> HistoryDocument {
        HistoryDocument { schema_version: SCHEMA_VERSION, campaign: self.campaign.clone(), days: Vec::new() }
    }
    /// Adds days of the tutorial's own history; a day that stands already keeps its figures.
    pub fn add_days(&mut self, _days: &[DayFigures]) {}
    /// Alerts that wait for delivery, oldest first.
    pub fn pending(&self) -> Vec<Alert> {
        Vec::new()
    }
    /// Marks an alert as delivered; false when its key does not wait.
    pub fn acknowledge(&mut self, _key: &str) -> bool {
        false
    }
}
