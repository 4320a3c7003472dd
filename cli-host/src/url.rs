//! The provider's address: a key is never sent in the clear over a network.

use std::net::IpAddr;

use reqwest::Url;

/// Where the provider is, unless something else is asked for.
pub(crate) const DEFAULT: &str = "https://api.scavio.dev/api/v1/tiktok";

/// A base URL that a key may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    text: String,
    /// Whether it is this machine: then no proxy stands between.
    pub(crate) loopback: bool,
}

impl BaseUrl {
    /// Checks an address: `https:`, or `http:` to this machine (to anywhere with `insecure`).
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn parse(text: &str, insecure: bool) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("base_url: \"{text}\" is no address: {error}"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("base_url: it holds a user or password; give the key by SCAVIO_API_KEY".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(format!(
                "base_url: \"{text}\" has a query or fragment; give the part before the path of a request"
            ));
        }
        let Some(host) = url.host_str() else { return Err(format!("base_url: \"{text}\" names no host")) };
        let loopback = match host.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => host == "localhost" || host.ends_with(".localhost"),
        };
        match url.scheme() {
            "https" => {}
            "http" if loopback || insecure => {}
            "http" => {
                return Err(format!(
                    "base_url: \"{text}\" would send the key in the clear; use https, or --insecure-http if you must"
                ));
            }
            other => return Err(format!("base_url: \"{other}\" is no scheme for it; use https")),
        }
        Ok(Self { text: url.as_str().trim_end_matches('/').to_owned(), loopback })
    }

    /// The address of a path behind it.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }

    /// The address of what stands beside its last part.
    pub(crate) fn beside(&self, name: &str) -> String {
        let folder = self.text.rsplit_once('/').map_or(self.text.as_str(), |(folder, _)| folder);
        format!("{folder}/{name}")
    }

    /// The address.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_is_for_this_machine_only() {
        for good in ["https://x.test/api/", "http://127.0.0.1:80/a", "http://[::1]:9", "http://localhost:8080/api"] {
            assert!(BaseUrl::parse(good, false).is_ok(), "{good}");
        }
        let insecure = "http://10.0.0.1/api";
        assert!(BaseUrl::parse(insecure, false).unwrap_err().contains("--insecure-http"));
        assert!(BaseUrl::parse(insecure, true).is_ok());
        for bad in
            ["http://127.0.0.1.example.com/", "ftp://localhost/", "api.test", "https://u:p@x.test", "https://x.test?a"]
        {
            assert!(BaseUrl::parse(bad, false).is_err(), "{bad}");
        }
    }

    #[test]
    fn paths_go_behind_it() {
        let base = BaseUrl::parse("https://x.test/api/", false).unwrap();
        assert_eq!(base.join("/hashtag"), "https://x.test/api/hashtag");
        assert!(!base.loopback);
    }
}
