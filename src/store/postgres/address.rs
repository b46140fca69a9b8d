//! The address of a database: `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…`.
//!
//! For: [`super::pool`]. Uses: tokio-postgres. Never: shows a password, not even in an error about the address.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::store::StoreError;

/// How long a connection may take to come up.
const CONNECT: Duration = Duration::from_secs(5);

/// The schema where none is named.
const SCHEMA: &str = "faktura";

/// Longest name of a schema, as PostgreSQL has it.
const LONGEST_NAME: usize = 63;

/// Where a database is, and how it is spoken to.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) tls: Tls,
    /// Name of the schema that has the tables; letters, digits and `_` only.
    pub(super) schema: String,
    /// Host and database, as people are told: no user, no password.
    pub(super) place: String,
}

/// Whether a connection is encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tls {
    /// In clear.
    Off,
    /// Encrypted, with the certificate and its name verified, by the system's authorities or those of a file.
    Verified {
        /// The file.
        roots: Option<PathBuf>,
    },
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address").field("place", &self.place).field("schema", &self.schema).finish_non_exhaustive()
    }
}

impl Address {
    /// Reads an address.
    pub(super) fn parse(url: &SecretString) -> Result<Self, StoreError> {
        let text = url.expose_secret().trim();
        if !["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Err(bad("it does not begin with postgres://"));
        }
        let (base, query) = text.split_once('?').unwrap_or((text, ""));
        let mut rest = Vec::new();
        let (mut mode, mut roots, mut schema) = (None, None, SCHEMA.to_owned());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "sslmode" => mode = Some(value.to_owned()),
                "sslrootcert" => roots = Some(PathBuf::from(decoded(value))),
                "schema" => value.clone_into(&mut schema),
                _ => rest.push(pair),
            }
        }
        let first = |c: char| c.is_ascii_lowercase() || c == '_';
        let plain = schema.starts_with(first) && schema.chars().all(|c| first(c) || c.is_ascii_digit());
        if !plain || schema.len() > LONGEST_NAME || schema.starts_with("pg_") {
            return Err(bad("schema is a name of small letters, digits and _"));
        }
        // What the parser says may quote the address: it is not passed on.
        let mut config = Config::from_str(&format!("{base}?{}", rest.join("&"))).map_err(|_| bad("it cannot be read"))?;
        if config.get_hosts().is_empty() {
            return Err(bad("it names no host"));
        }
        // An address of its own is what is connected to, whatever the host's name is.
        let near = config.get_hosts().iter().all(is_near) && config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback);
        let tls = match mode.as_deref() {
            Some("disable") if !near => return Err(bad("sslmode=disable is for a database on this machine only")),
            // A connection that is encrypted to an unknown peer protects nothing: each of these verifies.
            None | Some("disable") if near => Tls::Off,
            None | Some("require" | "verify-ca" | "verify-full") => Tls::Verified { roots },
            Some(_) => return Err(bad("sslmode is one of disable, require, verify-ca, verify-full")),
        };
        config.ssl_mode(if tls == Tls::Off { SslMode::Disable } else { SslMode::Require });
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_application_name().is_none() {
            config.application_name("faktura");
        }
        config.keepalives_idle(Duration::from_secs(30)).tcp_user_timeout(Duration::from_secs(30));
        let place = place(&config);
        Ok(Self { config, tls, schema, place })
    }

    /// Host, database and schema as an address.
    pub(super) fn shown(&self) -> String {
        format!("postgres://{}?schema={}", self.place, self.schema)
    }
}

/// The error of an address.
fn bad(detail: &str) -> StoreError {
    StoreError::Address { detail: detail.to_owned() }
}

/// Whether a host is this machine.
fn is_near(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback()),
    }
}

fn place(config: &Config) -> String {
    let port = |index: usize| config.get_ports().get(index).or_else(|| config.get_ports().first()).copied().unwrap_or(5432);
    let host = |(index, host): (usize, &Host)| match host {
        Host::Tcp(name) => format!("{name}:{}", port(index)),
        Host::Unix(path) => path.display().to_string(),
    };
    let hosts: Vec<String> = config.get_hosts().iter().enumerate().map(host).collect();
    let database = config.get_dbname().or_else(|| config.get_user()).unwrap_or_default();
    format!("{}/{database}", hosts.join(","))
}

/// The text of a value of a query.
fn decoded(value: &str) -> String {
    // `+` stands for itself in these addresses.
    let pair = format!("v={}", value.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Describe;

    fn parse(text: &str) -> Result<Address, StoreError> {
        Address::parse(&SecretString::from(text.to_owned()))
    }

    #[test]
    fn what_an_address_says() {
        let plain = parse("postgres://anna:hunter2@db.example:6432/books?schema=own_1").expect("read");
        assert_eq!((plain.place.as_str(), plain.schema.as_str()), ("db.example:6432/books", "own_1"));
        assert_eq!(plain.shown(), "postgres://db.example:6432/books?schema=own_1");
        assert_eq!(plain.tls, Tls::Verified { roots: None }, "another machine is verified");
        assert!(!format!("{plain:?}").contains("hunter2"));
        for near in ["postgres://localhost/b", "postgresql://127.0.0.1/b", "postgres:///b?user=a&host=/run/postgresql"] {
            assert_eq!(parse(near).expect("read").tls, Tls::Off, "{near}");
        }
        for far in ["postgres://localhost/b?hostaddr=192.0.2.1", "postgres://127.0.0.1/b?hostaddr=127.0.0.1,2001:db8::1"] {
            let parsed = parse(far).map(|address| address.tls);
            assert!(!matches!(parsed, Ok(Tls::Off)), "{far}: {parsed:?}");
        }
        assert_eq!(parse("postgres://localhost/b?hostaddr=127.0.0.1").expect("read").tls, Tls::Off);
        assert_eq!(parse("postgres://localhost/b?sslmode=disable").expect("read").tls, Tls::Off);
        let full = parse("postgres://127.0.0.1/b?sslmode=verify-full&sslrootcert=/etc/a%20b+c.pem").expect("read");
        assert_eq!(full.tls, Tls::Verified { roots: Some("/etc/a b+c.pem".into()) });
        assert_eq!(parse("postgres://a,b:1,c/d").map(|many| many.place), parse("postgres://a,b:1,c/d").map(|many| many.place));
    }

    #[test]
    fn a_refused_address_is_not_shown() {
        let wrong = [
            "mysql://anna:hunter2@h/b",
            "postgres://anna:hunter2@h:port/b",
            "postgres://anna:hunter2@h/b?sslmode=prefer",
            "postgres://anna:hunter2@h/b?schema=a;b",
            "postgres://anna:hunter2@h/b?schema=pg_x",
            "postgres://anna:hunter2@h/b?hunter2=1",
            "postgres://anna:hunter2@h/b?sslmode=disable",
            "postgres://anna:hunter2@localhost,h/b?sslmode=disable",
            "postgres://anna:hunter2@localhost/b?hostaddr=192.0.2.1&sslmode=disable",
        ];
        for text in wrong {
            let error = parse(text).expect_err(text);
            assert!(matches!(error, StoreError::Address { .. }), "{text}");
            assert!(!format!("{error:?} {error} {:?}", error.message()).contains("hunter2"), "{text}");
        }
    }
}
