//! The stream to a mail server: how much the server may send before it is told something again is bounded.
//!
//! For: [`super::Line`], and the mails of alerts. Uses: lettre, tokio. lettre reads a line to its end before it looks how long it is: a line
//! without an end would fill the memory up to the deadline.

#![expect(deprecated, reason = "AsyncNetworkStream is the one way to TLS from the first byte over a stream of ours")]

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::{AsyncNetworkStream, AsyncSmtpConnection, AsyncTokioStream, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Bytes that a server may send after each thing that it is told, with what TLS adds. lettre reads an answer of many lines anew with each
/// line, so that twice as many take four times as long.
const MOST: usize = 32 * 1024;

/// Connects to a mail server, with TLS from the first byte where its parameters are given, and reads its greeting. The deadline is the
/// caller's.
///
/// # Errors
/// The server cannot be reached, its certificate is refused, or it does not greet as a mail server does.
pub(crate) async fn connect(
    server: (&str, u16),
    tls: Option<TlsParameters>,
    hello: &ClientId,
) -> Result<AsyncSmtpConnection, Box<dyn Error + Send + Sync>> {
    let bounded = Box::new(Bounded { stream: TcpStream::connect(server).await?, left: MOST });
    let Some(parameters) = tls else { return Ok(AsyncSmtpConnection::connect_with_transport(bounded, hello).await?) };
    let mut encrypted = AsyncNetworkStream::use_existing_tokio1(bounded);
    encrypted.upgrade_tls(parameters).await?;
    Ok(AsyncSmtpConnection::connect_with_transport(Box::new(Encrypted(encrypted)), hello).await?)
}

/// A connection that fails once the server has sent too much at a time.
#[derive(Debug)]
struct Bounded {
    stream: TcpStream,
    left: usize,
}

impl AsyncRead for Bounded {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.left == 0 {
            let detail = format!("the server sent more than {} KB at a time", MOST / 1024);
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, detail)));
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        self.left = self.left.saturating_sub(buffer.filled().len() - before);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Bounded {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        // Once it has failed it stays so.
        if self.left > 0 {
            self.left = MOST;
        }
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for Bounded {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

/// An encrypted stream of lettre's as a stream of tokio's.
#[derive(Debug)]
struct Encrypted(AsyncNetworkStream);

impl AsyncRead for Encrypted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let read = ready!(futures::io::AsyncRead::poll_read(Pin::new(&mut self.0), cx, buffer.initialize_unfilled()))?;
        buffer.advance(read);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        futures::io::AsyncWrite::poll_write(Pin::new(&mut self.0), cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        futures::io::AsyncWrite::poll_flush(Pin::new(&mut self.0), cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        futures::io::AsyncWrite::poll_close(Pin::new(&mut self.0), cx)
    }
}

impl AsyncTokioStream for Encrypted {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.peer_addr()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// A server that sends a line, and then waits for the client to go.
    async fn greeted_with(line: String) -> Result<(), String> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let serving = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a client");
            // The client may go before it has read everything.
            let _ = stream.write_all(line.as_bytes()).await;
            let mut said = [0; 1024];
            while stream.read(&mut said).await.is_ok_and(|read| read > 0) {
                if stream.write_all(b"250 smtp.example\r\n").await.is_err() {
                    break;
                }
            }
        });
        let name = ClientId::default();
        let connecting = connect(("127.0.0.1", port), None, &name);
        let connected = tokio::time::timeout(Duration::from_secs(30), connecting).await.expect("it needs no deadline");
        let end = connected.map(drop).map_err(|error| super::super::told(&*error));
        serving.await.expect("it ends with the client");
        end
    }

    #[tokio::test]
    async fn a_line_without_an_end_is_read_up_to_the_bound() {
        assert_eq!(greeted_with("220 smtp.example ESMTP\r\n".to_owned()).await, Ok(()));
        let refused = greeted_with(format!("220 {}", "x".repeat(40 * 1024))).await.expect_err("too long");
        assert!(refused.contains("more than 32 KB"), "{refused}");
        let many = format!("220-{}\r\n", "x".repeat(900)).repeat(40);
        assert!(greeted_with(many).await.expect_err("too many lines").contains("more than 32 KB"));
    }
}
