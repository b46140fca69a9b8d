//! Whether the length of a request can be understood in two ways.
//!
//! For: servers behind a proxy, where the proxy and we must see the same requests on one connection (request smuggling). The HTTP
//! library settles such heads quietly. Uses: the bytes of a connection on their way in. Never: what a request asks for.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::limits;

/// What is read of a connection, head by head.
#[derive(Debug)]
enum Place {
    /// In a head.
    Head(Vec<u8>),
    /// In a body of which so many bytes are to come.
    Body(u64),
    /// Where nothing more is looked at: the connection ends after this request.
    Last,
}

/// A connection with its request heads inspected as they arrive.
#[derive(Debug)]
pub(super) struct Watched<S> {
    stream: S,
    place: Place,
    ambiguous: Arc<AtomicBool>,
}

impl<S> Watched<S> {
    /// Watches a connection; the flag is set once a head is ambiguous.
    pub(super) fn new(stream: S) -> (Self, Arc<AtomicBool>) {
        let ambiguous = Arc::new(AtomicBool::new(false));
        (Self { stream, place: Place::Head(Vec::new()), ambiguous: Arc::clone(&ambiguous) }, ambiguous)
    }
}

impl Place {
    /// Goes on behind these bytes; whether a head among them was ambiguous.
    fn take(&mut self, mut bytes: &[u8]) -> bool {
        while let Some((first, rest)) = bytes.split_first() {
            match self {
                Self::Last => return false,
                Self::Body(left) => {
                    let skipped = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                    bytes = bytes.get(skipped..).unwrap_or_default();
                    *left -= skipped as u64;
                    if *left == 0 {
                        *self = Self::Head(Vec::new());
                    }
                }
                Self::Head(head) => {
                    head.push(*first);
                    bytes = rest;
                    if head.ends_with(b"\r\n\r\n") || head.ends_with(b"\n\n") {
                        let length = length(head);
                        *self = match length {
                            Some(Length::Known(0)) => Self::Head(Vec::new()),
                            Some(Length::Known(length)) => Self::Body(length),
                            Some(Length::Chunked) | None => Self::Last,
                        };
                        if length.is_none() {
                            return true;
                        }
                    } else if head.len() > limits::HEAD {
                        // Too large: the library refuses it.
                        *self = Self::Last;
                    }
                }
            }
        }
        false
    }
}

/// How the length of a body is told.
enum Length {
    Known(u64),
    Chunked,
}

/// What a head says of its body's length; `None` where it says it more than once, or not in one way.
fn length(head: &[u8]) -> Option<Length> {
    let mut lengths = Vec::new();
    let mut encodings = 0;
    for line in head.split(|byte| *byte == b'\n').skip(1) {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = line.split_at(colon);
        match name.trim_ascii().to_ascii_lowercase().as_slice() {
            b"content-length" => lengths.push(value.trim_ascii_end().get(1..).unwrap_or_default().trim_ascii_start()),
            b"transfer-encoding" => encodings += 1,
            _ => {}
        }
    }
    match (lengths.as_slice(), encodings) {
        ([], 0) => Some(Length::Known(0)),
        ([], 1) => Some(Length::Chunked),
        ([one], 0) if one.iter().all(u8::is_ascii_digit) => {
            std::str::from_utf8(one).ok().and_then(|digits| digits.parse().ok()).map(Length::Known)
        }
        _ => None,
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(cx, buffer);
        let this = &mut *self;
        if this.place.take(buffer.filled().get(before..).unwrap_or_default()) {
            this.ambiguous.store(true, Ordering::SeqCst);
        }
        result
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether these bytes have an ambiguous head, read in pieces of each size.
    fn ambiguous(text: &str) -> bool {
        let found = |size: usize| {
            let mut place = Place::Head(Vec::new());
            text.as_bytes().chunks(size).any(|bytes| place.take(bytes))
        };
        let all = [1, 3, text.len()].map(found);
        assert!(all.iter().all(|found| *found == all[0]), "{text}");
        all[0]
    }

    #[test]
    fn a_length_is_told_once_and_in_one_way() {
        let head = |lines: &str| format!("POST / HTTP/1.1\r\nHost: x\r\n{lines}\r\n");
        for lines in ["", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "content-length:0\r\n"] {
            assert!(!ambiguous(&head(lines)), "{lines}");
        }
        for lines in [
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            "Content-Length: 5\r\nContent-Length: 5\r\n",
            "Content-Length: 5\r\ncontent-length: 6\r\n",
            "Content-Length: 5, 5\r\n",
            "Content-Length: +5\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            "Content-Length : 5\r\nContent-Length: 5\r\n",
        ] {
            assert!(ambiguous(&head(lines)), "{lines}");
        }
        let twice = "Content-Length: 1\r\nContent-Length: 1\r\n";
        // The second request of a connection, behind the body of the first.
        assert!(ambiguous(&format!("{}hello{}", head("Content-Length: 5\r\n"), head(twice))));
        // What a body says is no head.
        let body = head(twice);
        assert!(!ambiguous(&format!("{}{body}", head(&format!("Content-Length: {}\r\n", body.len())))));
    }
}
