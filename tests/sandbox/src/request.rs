//! What a client asked: the raw request on one side, a checked [`Ask`] on the other.

use crate::faults::ELSEWHERE;
use crate::options::Shape;
use crate::world::World;
use serde::Deserialize;

/// Path of the API's base; `usage` is its sibling.
pub(crate) const BASE_PATH: &str = "/api/v1/tiktok";

/// What of the HTTP request matters.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) authorization: Option<String>,
    pub(crate) user_agent: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// A request of the API.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) endpoint: Endpoint,
    /// Name of the hashtag where the world has it, else what the client sent; may be empty.
    pub(crate) hashtag: String,
    /// The offset asked for, or the endpoint's name.
    pub(crate) cursor: String,
    /// The bearer key, if one was sent.
    pub(crate) key: Option<String>,
    /// The parameters, or why they cannot be read.
    pub(crate) params: Result<Params, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Lookup,
    Videos,
    Video,
    Usage,
    /// Where redirects lead.
    Elsewhere,
    Unknown,
}

/// The parameters of all endpoints; unknown ones are ignored, as the provider does.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Params {
    pub(crate) name: Option<Loose>,
    pub(crate) hashtag_name: Option<Loose>,
    pub(crate) hashtag_id: Option<Loose>,
    pub(crate) video_id: Option<Loose>,
    pub(crate) cursor: Option<Loose>,
    pub(crate) count: Option<Loose>,
}

/// A parameter sent as a string or as a number.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Loose {
    Text(String),
    Number(u64),
}

impl Loose {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl Ask {
    pub(crate) fn of(raw: &Raw, shape: Shape, world: &World) -> Self {
        let endpoint = Endpoint::of(&raw.method, &raw.path);
        let params = match raw.body.as_slice() {
            [] => Ok(Params::default()),
            body => serde_json::from_slice(body).map_err(|error| error.to_string()),
        };
        let sent = params.as_ref().ok().and_then(|p: &Params| p.subject(endpoint, shape));
        let sent = sent.unwrap_or_default();
        let hashtag = world.hashtag(&sent).map_or(sent, |tag| tag.name.clone());
        let cursor = match endpoint {
            Endpoint::Lookup => "lookup".to_owned(),
            Endpoint::Video => "video".to_owned(),
            Endpoint::Usage => "usage".to_owned(),
            Endpoint::Elsewhere | Endpoint::Unknown => String::new(),
            // The tutorial's endpoint has no pages and ignores the parameter.
            Endpoint::Videos if shape == Shape::Tutorial => "0".to_owned(),
            Endpoint::Videos => {
                let cursor = params.as_ref().ok().and_then(|p| p.cursor.as_ref());
                cursor.map_or_else(|| "0".to_owned(), Loose::text)
            }
        };
        let bearer = raw.authorization.as_deref();
        Self {
            endpoint,
            hashtag,
            cursor,
            key: bearer.and_then(|h| h.strip_prefix("Bearer ")).map(str::to_owned),
            params,
        }
    }
}

impl Endpoint {
    fn of(method: &str, path: &str) -> Self {
        if path == ELSEWHERE {
            return Self::Elsewhere;
        }
        match (method, path.strip_prefix("/api/v1").unwrap_or_default()) {
            ("POST", "/tiktok/hashtag") => Self::Lookup,
            ("POST", "/tiktok/hashtag/videos") => Self::Videos,
            ("POST", "/tiktok/video") => Self::Video,
            ("GET", "/usage") => Self::Usage,
            _ => Self::Unknown,
        }
    }

    /// Whether its answers cost credits.
    pub(crate) fn is_billed(self) -> bool {
        matches!(self, Self::Lookup | Self::Videos | Self::Video)
    }
}

impl Params {
    /// The hashtag or video that is asked about, in the parameter that the shape reads.
    pub(crate) fn subject(&self, endpoint: Endpoint, shape: Shape) -> Option<String> {
        let parameter = match (endpoint, shape) {
            (Endpoint::Lookup, Shape::Tutorial) => self.name.as_ref(),
            (Endpoint::Lookup, Shape::Aweme) => self.hashtag_name.as_ref().or(self.hashtag_id.as_ref()),
            (Endpoint::Videos, _) => self.hashtag_id.as_ref(),
            (Endpoint::Video, _) => self.video_id.as_ref(),
            (Endpoint::Usage | Endpoint::Elsewhere | Endpoint::Unknown, _) => None,
        };
        parameter.map(Loose::text)
    }
}
