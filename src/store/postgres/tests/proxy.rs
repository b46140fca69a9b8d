//! A proxy before the server of a test, which cuts a connection at the moment that the test wants.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the client sends to end a transaction.
const COMMIT: &[u8] = b"COMMIT\0";

/// What happens at the next commit.
pub(super) enum Cut {
    /// The connection breaks before the server has read it.
    Before,
    /// It breaks when the server has answered, and the client never reads the answer.
    After,
    /// Something is done once the server has been sent it; then the connection breaks.
    During(Box<dyn FnOnce() + Send>),
}

/// A proxy for as long as the process lives.
pub(super) struct Proxy {
    port: u16,
    next: Arc<Mutex<Option<Cut>>>,
}

impl Proxy {
    pub(super) fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let next: Arc<Mutex<Option<Cut>>> = Arc::default();
        let shared = Arc::clone(&next);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let muted = Arc::new(AtomicBool::new(false));
                let (back, quiet) = ((server.try_clone(), client.try_clone()), Arc::clone(&muted));
                thread::spawn(move || {
                    if let (Ok(server), Ok(client)) = back {
                        answers(server, client, &quiet);
                    }
                });
                let next = Arc::clone(&shared);
                thread::spawn(move || requests(client, server, &next, &muted));
            }
        });
        Self { port, next }
    }

    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    /// Cuts at the next commit.
    pub(super) fn cut(&self, cut: Cut) {
        *self.next.lock().expect("whole") = Some(cut);
    }

    /// Whether it has cut.
    pub(super) fn has_cut(&self) -> bool {
        self.next.lock().expect("whole").is_none()
    }
}

fn end(one: &TcpStream, other: &TcpStream) {
    let _ = one.shutdown(Shutdown::Both);
    let _ = other.shutdown(Shutdown::Both);
}

fn requests(mut client: TcpStream, mut server: TcpStream, next: &Mutex<Option<Cut>>, muted: &AtomicBool) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = client.read(&mut bytes) {
        let some = &bytes[..read];
        let commits = some.windows(COMMIT.len()).any(|window| window == COMMIT);
        let cut = if commits { next.lock().expect("whole").take() } else { None };
        match cut {
            Some(Cut::Before) => break,
            // The other direction ends both when the answer comes.
            Some(Cut::After) => muted.store(true, Ordering::SeqCst),
            Some(Cut::During(act)) => {
                muted.store(true, Ordering::SeqCst);
                let _ = server.write_all(some);
                act();
                break;
            }
            None => {}
        }
        if server.write_all(some).is_err() {
            break;
        }
    }
    end(&client, &server);
}

fn answers(mut server: TcpStream, mut client: TcpStream, muted: &AtomicBool) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = server.read(&mut bytes) {
        if muted.load(Ordering::SeqCst) || client.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    end(&client, &server);
}
