//! Which addresses may be reached: public ones. Checked on every address as written, and on every name as resolved.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::FetchError;

/// How far a client may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses: what the harvest uses.
    PublicOnly,
    /// This machine's loopback too: for tests against a local server.
    LoopbackToo,
}

impl Reach {
    fn allows(self, address: IpAddr) -> bool {
        is_public(address) || self == Self::LoopbackToo && address.is_loopback()
    }
}

/// Refuses what is not http(s) or is written as a private address. Names are checked when they resolve.
pub(super) fn check_address(url: &Url, reach: Reach) -> Result<(), FetchError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::NotWeb(url.to_string()));
    }
    let address = match url.host() {
        None => return Err(FetchError::NotWeb(url.to_string())),
        Some(Host::Domain(_)) => return Ok(()),
        Some(Host::Ipv4(address)) => IpAddr::V4(address),
        Some(Host::Ipv6(address)) => IpAddr::V6(address),
    };
    if reach.allows(address) { Ok(()) } else { Err(FetchError::PrivateAddress(address.to_string())) }
}

/// Resolves names through the system and refuses a name with any private address, so that none slips through
/// between the check and the connection.
#[derive(Debug)]
pub(super) struct GuardedResolver {
    pub(super) reach: Reach,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.reach;
        let host = name.as_str().to_owned();
        Box::pin(async move {
            let found = tokio::task::spawn_blocking(move || look_up(&host, reach)).await;
            let found = found.map_err(|error| FetchError::Failed(error.to_string())).and_then(|found| found);
            match found {
                Ok(addresses) => Ok(Box::new(addresses.into_iter()) as Addrs),
                Err(error) => Err(error.into()),
            }
        })
    }
}

fn look_up(host: &str, reach: Reach) -> Result<Vec<SocketAddr>, FetchError> {
    let unresolved = |detail: String| FetchError::Unresolved { host: host.to_owned(), detail };
    let addresses: Vec<SocketAddr> =
        (host, 0).to_socket_addrs().map_err(|error| unresolved(error.to_string()))?.collect();
    if addresses.is_empty() {
        return Err(unresolved("it has no address".to_owned()));
    }
    match addresses.iter().find(|address| !reach.allows(address.ip())) {
        Some(private) => Err(FetchError::PrivateAddress(format!("{host} ({})", private.ip()))),
        None => Ok(addresses),
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        // Carrier-grade NAT, protocol assignments, benchmarking.
        || a == 100 && (64..128).contains(&b)
        || a == 192 && b == 0 && c == 0
        || a == 198 && (b == 18 || b == 19);
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = embedded_v4(address) {
        return is_public_v4(inner);
    }
    let first = address.segments()[0];
    let documentation = first == 0x2001 && address.segments()[1] == 0x0db8;
    // Global unicast is 2000::/3; everything else is local, multicast or unassigned.
    first & 0xe000 == 0x2000 && !documentation
}

/// The IPv4 address inside a mapped, translated (64:ff9b::/96) or 6to4 (2002::/16) one.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    if let Some(mapped) = address.to_ipv4_mapped() {
        return Some(mapped);
    }
    match segments {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(v4(high, low)),
        [0x2002, high, low, ..] => Some(v4(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_count_as_public() {
        for public in ["8.8.8.8", "200.1.2.3", "2001:4860:4860::8888", "64:ff9b::808:808"] {
            assert!(is_public(public.parse().expect(public)), "{public}");
        }
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_public(private.parse().expect(private)), "{private}");
        }
    }

    #[test]
    fn addresses_are_checked_as_written() {
        for address in ["ftp://a.cl/x", "file:///etc/passwd", "data:text/plain,x"] {
            let url = Url::parse(address).expect(address);
            assert!(
                matches!(check_address(&url, Reach::PublicOnly), Err(FetchError::NotWeb(_))),
                "{address}"
            );
        }
        // The URL parser unfolds decimal, octal and hexadecimal spellings before the check sees them.
        for address in ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]:80/"] {
            let url = Url::parse(address).expect(address);
            let error = check_address(&url, Reach::PublicOnly).expect_err(address);
            assert!(matches!(error, FetchError::PrivateAddress(_)), "{address}");
            assert!(check_address(&url, Reach::LoopbackToo).is_ok(), "{address}");
        }
    }
}
