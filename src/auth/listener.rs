//! Waits on this machine for the browser to come back from a consent.
//!
//! For: `login add` on a machine with a browser, or through an SSH port forward. Uses: a socket on the loopback. Never: more than one
//! address: the first that carries an answer ends it; a browser's other requests get 404.

use std::net::Ipv4Addr;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use secrecy::{ExposeSecret, SecretString};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::AuthError;

/// Largest head of a request.
const MAX_HEAD: usize = 32 << 10;
/// Longest wait for a request on a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that are looked at side by side.
const GUESTS: usize = 32;

/// A listener for one redirect.
#[derive(Debug)]
pub struct Listener {
    tcp: TcpListener,
    redirect: Url,
    /// What the address must carry.
    state: SecretString,
}

impl Listener {
    /// Listens on the port of the redirect address, or on another one that is forwarded to, for the answer to a consent that was begun with
    /// this address.
    pub async fn bind(redirect_uri: &str, authorize_url: &str, port: Option<u16>) -> Result<Self, AuthError> {
        let bad = || AuthError::BadRedirect { uri: redirect_uri.chars().take(200).collect() };
        let redirect = Url::parse(redirect_uri).map_err(|_| bad())?;
        let port = port.or_else(|| redirect.port_or_known_default()).ok_or_else(bad)?;
        let failed = |error: std::io::Error| AuthError::Port { port, detail: error.to_string() };
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
        let begun = Url::parse(authorize_url).map_err(|_| bad())?;
        let state = begun.query_pairs().find(|(name, _)| name == "state").map(|(_, state)| state.into_owned().into());
        Ok(Self { tcp, redirect, state: state.ok_or_else(bad)? })
    }

    /// The address that the browser was sent to: the one with the state of the consent that was begun. `page` is what the browser shows
    /// then. Runs until it is dropped or answered.
    ///
    /// Browsers open connections that they may never use, and any page can send a browser here: each is looked at beside the others.
    pub async fn answer(&self, page: &str) -> SecretString {
        let mut guests = FuturesUnordered::new();
        loop {
            tokio::select! {
                Some(address) = guests.next(), if !guests.is_empty() => {
                    if let Ok(Some(address)) = address {
                        return address;
                    }
                }
                guest = self.tcp.accept(), if guests.len() < GUESTS => match guest {
                    Ok((stream, _)) => guests.push(tokio::time::timeout(PATIENCE, self.take(stream, page))),
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                },
            }
        }
    }

    async fn take(&self, mut stream: TcpStream, page: &str) -> Option<SecretString> {
        let mut head = Vec::new();
        let mut buffer = [0; 4096];
        while !head.windows(4).any(|end| end == b"\r\n\r\n") && head.len() < MAX_HEAD {
            let read = stream.read(&mut buffer).await.ok()?;
            head.extend_from_slice(buffer.get(..read).filter(|read| !read.is_empty())?);
        }
        let line = head.split(|byte| *byte == b'\r').next().and_then(|line| std::str::from_utf8(line).ok())?;
        let target = line.strip_prefix("GET ").and_then(|rest| rest.split(' ').next()).filter(|target| target.starts_with('/'));
        let address = target.and_then(|target| self.redirect.join(target).ok());
        let names = |url: &Url, name: &str| url.query_pairs().any(|(n, _)| n == name);
        let address = address.filter(|url| {
            let is_ours = url.query_pairs().any(|(name, value)| name == "state" && value == self.state.expose_secret());
            url.path() == self.redirect.path() && is_ours && (names(url, "code") || names(url, "error"))
        });
        let (status, body) = if address.is_some() { ("200 OK", page) } else { ("404 Not Found", "") };
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {length}\r\nreferrer-policy: no-referrer\r\ncache-control: no-store\r\nconnection: close\r\n\r\n{body}"
        );
        // The address is there; whether the browser reads the page does not matter.
        let _ = stream.write_all(answer.as_bytes()).await;
        let _ = stream.shutdown().await;
        address.map(|address| String::from(address).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(port: u16, target: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.expect("connects");
        stream.write_all(format!("GET {target} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("answered");
        answer
    }

    #[tokio::test]
    async fn only_the_answer_to_this_consent_ends_the_wait_and_an_idle_connection_does_not_hold_it_up() {
        let begun = "https://example.com/authorize?client_id=x&state=right&scope=y";
        let listener = Listener::bind("http://localhost:1/callback", begun, Some(0)).await.expect("bound");
        let port = listener.tcp.local_addr().expect("an address").port();
        let _idle = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.expect("connects");
        let browser = async {
            for target in
                ["/favicon.ico", "/callback?code=1&state=wrong", "/callback?error=x&state=wrong", "/other?code=1&state=right"]
            {
                assert!(ask(port, target).await.starts_with("HTTP/1.1 404"), "{target}");
            }
            ask(port, "/callback?code=abc&state=right").await
        };
        let (address, page) = tokio::join!(listener.answer("<p>thanks</p>"), browser);
        assert_eq!(address.expose_secret(), "http://localhost:1/callback?code=abc&state=right");
        assert!(page.ends_with("<p>thanks</p>"));
    }
}
