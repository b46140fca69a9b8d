//! Signals of the operating system that the screen listens to.
//!
//! For: the driver's loop. Uses: tokio's signals. Never: what is done about them.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals that the screen handles.
pub(super) struct Signals {
    pub(super) terminate: Signal,
    pub(super) hang_up: Signal,
    pub(super) interrupt: Signal,
    pub(super) stop: Signal,
    pub(super) cont: Signal,
    pub(super) resize: Signal,
}

impl Signals {
    /// Replaces the default action of each signal by a notification.
    pub(super) fn listen() -> io::Result<Self> {
        // tokio has no names for these two; their numbers are those of the system.
        let stop = SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw());
        let cont = SignalKind::from_raw(rustix::process::Signal::CONT.as_raw());
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            stop: signal(stop)?,
            cont: signal(cont)?,
            resize: signal(SignalKind::window_change())?,
        })
    }
}
