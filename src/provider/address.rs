//! Which addresses of a service are taken: TLS everywhere, plain HTTP on this machine only, never a password in it.

use std::net::Ipv4Addr;

use url::{Host, Url};

use super::ProviderError;

/// Longest part of a refused address that an error repeats.
const SHOWN: usize = 200;

/// Checks the base address of a service: `https`, or `http` on the loopback interface; no user, password, query or fragment.
pub fn base_url(text: &str) -> Result<Url, ProviderError> {
    let text = text.trim();
    let Ok(mut url) = Url::parse(text) else {
        return Err(ProviderError::Address { url: without_userinfo(text) });
    };
    let secure = match url.scheme() {
        "https" => url.host().is_some_and(|host| !matches!(host, Host::Domain(""))),
        "http" => is_loopback(&url),
        _ => false,
    };
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    if !(secure && plain) {
        return Err(ProviderError::Address { url: shown(url, text) });
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// Whether the address is on this machine: 127.0.0.0/8, `::1` or `localhost`.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// Whether the address is on this machine or in a private network, as far as its text tells: names are not resolved. A public
/// name requires TLS, for which a service in a private network has no certificate.
#[must_use]
pub fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => is_private_v4(ip),
        Some(Host::Ipv6(ip)) => match ip.to_ipv4_mapped().or_else(|| ip.to_ipv4()) {
            Some(ip) => is_private_v4(ip),
            None => ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_multicast(),
        },
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            let own = ["localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "localdomain", "arpa"];
            !name.contains('.') || name.rsplit('.').next().is_some_and(|last| own.contains(&last))
        }
        None => true,
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    // Carriers' own (100.64.0.0/10), tests of networks (198.18.0.0/15) and what is reserved (240.0.0.0/4) beside the rest.
    let reserved = first == 0 || first >= 240 || (first == 100 && second & 0xC0 == 64) || (first == 198 && second & 0xFE == 18);
    ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_multicast() || reserved
}

/// What an error may repeat of an address: nothing that could be a secret.
fn shown(mut url: Url, text: &str) -> String {
    url.set_query(None);
    url.set_fragment(None);
    if url.set_username("").is_err() || url.set_password(None).is_err() {
        return without_userinfo(text);
    }
    url.as_str().chars().take(SHOWN).collect()
}

fn without_userinfo(text: &str) -> String {
    let end = text.rsplit_once('@').map_or(text, |(_, rest)| rest);
    let end = end.split(['?', '#']).next().unwrap_or_default();
    end.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_everywhere_and_plain_http_on_this_machine_only() {
        for (given, taken) in [
            ("https://api.billingo.hu/v3", "https://api.billingo.hu/v3"),
            (" https://api.billingo.hu/v3/ ", "https://api.billingo.hu/v3"),
            ("http://127.0.0.1:4000/v3", "http://127.0.0.1:4000/v3"),
            ("http://127.8.9.1/", "http://127.8.9.1/"),
            ("http://[::1]:80/v3", "http://[::1]/v3"),
            ("http://LOCALHOST:1/v3", "http://localhost:1/v3"),
        ] {
            assert_eq!(base_url(given).map(String::from), Ok(taken.to_owned()), "{given}");
        }
        for given in [
            "http://api.billingo.hu/v3",
            "http://10.0.0.1/",
            "http://localhost.evil.example/",
            "http://127.0.0.1.evil.example/",
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "api.billingo.hu",
            "",
            "https://",
            "https://api.billingo.hu/v3?key=1",
            "https://api.billingo.hu/v3#x",
        ] {
            assert!(base_url(given).is_err(), "{given}");
        }
    }

    #[test]
    fn what_is_on_this_machine_or_in_a_private_network_is_told_however_it_is_written() {
        for given in [
            "http://127.0.0.1:9/v3",
            "http://127.8.9.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://0/",
            "https://10.1.2.3/",
            "https://172.31.0.1/",
            "https://192.168.1.1/",
            "https://169.254.169.254/",
            "https://100.64.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[::]/",
            "https://[fd00::1]/",
            "https://[fe80::1]/",
            "https://localhost/",
            "https://LOCALHOST./",
            "https://a.localhost/",
            "https://printer.local/",
            "https://metadata.google.internal/",
            "https://intranet/",
        ] {
            let url = base_url(given).unwrap_or_else(|error| panic!("{given}: {error}"));
            assert!(is_private(&url), "{given}");
        }
        for given in ["https://api.billingo.hu/v3", "https://8.8.8.8/", "https://172.32.0.1/", "https://[2a00:1450::1]/"] {
            assert!(!is_private(&base_url(given).expect("an address")), "{given}");
        }
    }

    #[test]
    fn an_error_repeats_no_password() {
        for given in ["https://user:secret@api.billingo.hu/v3", "http://secret@", "data:secret@x", "https://a/?k=secret"] {
            let Err(ProviderError::Address { url }) = base_url(given) else { panic!("{given} was taken") };
            assert!(!url.contains("secret"), "{url}");
        }
    }
}
