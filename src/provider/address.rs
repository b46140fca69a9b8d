//! Which addresses of a service are taken: TLS everywhere, plain HTTP on this machine only, never a password in it.

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
    fn an_error_repeats_no_password() {
        for given in ["https://user:secret@api.billingo.hu/v3", "http://secret@", "data:secret@x", "https://a/?k=secret"] {
            let Err(ProviderError::Address { url }) = base_url(given) else { panic!("{given} was taken") };
            assert!(!url.contains("secret"), "{url}");
        }
    }
}
