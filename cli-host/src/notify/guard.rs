//! Where messages may go: not to this machine, its network or its cloud's metadata, unless the
//! config allows it. Names are judged by the addresses that the connection is then made to, so
//! that a name which points elsewhere a moment later gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Answers the metadata questions of Azure's machines, under an address that looks public.
const AZURE: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

/// Resolves names, and keeps back addresses that are not public.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guard {
    /// Whether every address will do.
    pub(super) allow_private: bool,
}

impl Guard {
    /// The addresses of a host that may be connected to.
    ///
    /// # Errors
    /// When the name cannot be resolved, or to refused addresses alone.
    pub(super) async fn addresses(self, host: &str, port: u16) -> Result<Vec<SocketAddr>, String> {
        let literal = host.trim_matches(['[', ']']).parse::<IpAddr>();
        let found: Vec<SocketAddr> = match literal {
            Ok(address) => vec![SocketAddr::new(address, port)],
            Err(_) => tokio::net::lookup_host((host, port))
                .await
                .map_err(|error| format!("cannot resolve \"{host}\": {error}"))?
                .collect(),
        };
        let allowed: Vec<_> =
            found.iter().copied().filter(|found| self.allow_private || is_public(found.ip())).collect();
        match found.first() {
            Some(refused) if allowed.is_empty() => Err(refusal(host, refused.ip())),
            None => Err(format!("\"{host}\" has no address")),
            Some(_) => Ok(allowed),
        }
    }

    /// Judges a host that is written as an address; no name is ever asked for then.
    ///
    /// # Errors
    /// When it is refused.
    pub(super) fn check_literal(self, host: &str) -> Result<(), String> {
        match host.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) if !self.allow_private && !is_public(address) => Err(refusal(host, address)),
            _ => Ok(()),
        }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = *self;
        Box::pin(async move {
            // The port of the address takes the place of this one.
            let addresses = guard.addresses(name.as_str(), 0).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Begins every refusal, so that it is known again below the layers of a client.
pub(super) const REFUSED: &str = "refused to connect to";

fn refusal(host: &str, address: IpAddr) -> String {
    let through = if host.trim_matches(['[', ']']) == address.to_string() {
        String::new()
    } else {
        format!(" (the address of \"{host}\")")
    };
    format!("{REFUSED} {address}{through}: it is not public; allow_private = true allows it for this notifier")
}

/// Whether an address is one of the public Internet.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocols = (a, b, c) == (192, 0, 0);
    let relays = (a, b, c) == (192, 88, 99);
    let benchmarks = a == 198 && (b == 18 || b == 19);
    // 0.0.0.0/8 is this machine; 240.0.0.0/4 is reserved.
    !(a == 0
        || a >= 240
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || shared
        || protocols
        || relays
        || benchmarks
        || address == AZURE)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    if let Some(within) = v4_within(address) {
        return is_public_v4(within);
    }
    // What is given out stands in 2000::/3; loopback, unique-local, link-local and multicast do not.
    let given_out = segments[0] & 0xe000 == 0x2000;
    // 2001::/23: Teredo, benchmarks and other special purposes; 2001:db8::/32 and 3fff::/20: documentation.
    let special = segments[0] == 0x2001 && (segments[1] < 0x200 || segments[1] == 0xdb8);
    let documentation = segments[0] == 0x3fff && segments[1] < 0x1000;
    given_out && !special && !documentation
}

/// The IPv4 address that an IPv6 address leads to: mapped, compatible, by NAT64 or by 6to4.
fn v4_within(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, high, low] = address.segments();
    let join = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match (a, b, c, d, e, f) {
        (0, 0, 0, 0, 0, 0 | 0xffff) | (0x64, 0xff9b, 0, 0, 0, 0) => Some(join(high, low)),
        (0x2002, ..) => Some(join(b, c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        let check = |address: &str, public: bool| {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        };
        for public in ["93.184.215.14", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1"] {
            check(public, true);
        }
        for public in ["2606:4700::1111", "2a00:1450:4001::200e", "64:ff9b::8.8.8.8", "2002:808:808::1"] {
            check(public, true);
        }
        for private in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.8.9.1",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
        ] {
            check(private, false);
            check(&format!("::ffff:{private}"), false);
            check(&format!("64:ff9b::{private}"), false);
        }
        for private in [
            "::",
            "::1",
            "::127.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "3fff::1",
            "2002:7f00:1::1",
            "2002:a9fe:a9fe::",
            "64:ff9b:1::1",
            "100::1",
        ] {
            check(private, false);
        }
    }

    #[test]
    fn names_are_judged_by_their_addresses() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let ask = |allow_private: bool| runtime.block_on(Guard { allow_private }.addresses("localhost", 9));
        let refused = ask(false).unwrap_err();
        assert!(refused.starts_with(REFUSED) && refused.contains("\"localhost\""), "{refused}");
        assert!(ask(true).unwrap().iter().all(|address| address.ip().is_loopback()));
        assert!(Guard { allow_private: false }.check_literal("[::1]").unwrap_err().contains("allow_private"));
        assert!(Guard { allow_private: true }.check_literal("[::1]").is_ok());
        assert!(Guard { allow_private: false }.check_literal("example.com").is_ok());
    }
}
