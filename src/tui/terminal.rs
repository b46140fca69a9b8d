//! The terminal: taken over, given back whatever happens, written to by a thread of its own, read by another.
//!
//! For: the driver. Never: the model. A terminal that is slow to take a frame, or gone, blocks nothing but its own thread.

use std::io::{self, IsTerminal, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Once, mpsc};
use std::time::Duration;

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::sync::mpsc::{Sender, UnboundedSender};

use super::encode;
use super::event::{Event, Mouse};
use super::key::Key;

/// Longest time to restore the terminal.
const FAREWELL: Duration = Duration::from_millis(500);

/// Time in which the library looks once more for input before it says that there is none.
const LEFT: Duration = Duration::from_millis(20);

/// True while the screen has the terminal.
static OURS: AtomicBool = AtomicBool::new(false);
/// True while mouse events are requested.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours; dropping it gives it back.
#[derive(Debug)]
pub(crate) struct Guard(());

impl Guard {
    /// Takes the terminal over. From now on a panic gives it back before it is reported.
    pub(crate) fn take() -> io::Result<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                // The screen goes on after what is caught.
                if !crate::process::is_panic_expected() {
                    give_back();
                }
                before(info);
            }));
        });
        let guard = Self(());
        take_over()?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Takes the terminal over, also once more after the process was stopped.
pub(crate) fn take_over() -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut bytes = Vec::new();
    queue!(bytes, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide, Clear(ClearType::All))?;
    if MOUSE.load(Ordering::SeqCst) {
        queue!(bytes, EnableMouseCapture)?;
    }
    write(&bytes)
}

/// Listens to the mouse from now on, or leaves it to the terminal; returns what makes the terminal know.
pub(crate) fn mouse(on: bool) -> Vec<u8> {
    MOUSE.store(on, Ordering::SeqCst);
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let _ = if on { queue!(bytes, EnableMouseCapture) } else { queue!(bytes, DisableMouseCapture) };
    bytes
}

/// Gives the terminal back as it was; more than once does no harm. Errors do not matter: there may be no terminal any more.
pub(crate) fn give_back() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = disable_raw_mode();
    let mut bytes = Vec::new();
    if MOUSE.load(Ordering::SeqCst) {
        let _ = queue!(bytes, DisableMouseCapture);
    }
    let _ = queue!(bytes, EndSynchronizedUpdate, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    // A terminal that takes nothing, as over a line that hangs, must not delay the exit.
    let (done, written) = mpsc::channel();
    let farewell = move || {
        let _ = write(&bytes);
        let _ = done.send(());
    };
    if std::thread::Builder::new().spawn(farewell).is_ok() {
        let _ = written.recv_timeout(FAREWELL);
    }
}

/// Writes past the buffer of standard output: bytes that a lost terminal did not take must not be written again later.
fn write(bytes: &[u8]) -> io::Result<()> {
    std::fs::File::from(io::stdout().as_fd().try_clone_to_owned()?).write_all(bytes)
}

/// The frame drawn last, so that only the difference is sent.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    shown: Option<(Buffer, Option<Position>)>,
}

impl Screen {
    /// Forgets what was drawn: the next frame is a whole one.
    pub(crate) fn forget(&mut self) {
        self.shown = None;
    }

    /// Draws a frame at once: the first one, before anything else goes on.
    pub(crate) fn show(&mut self, next: Buffer) -> io::Result<()> {
        let bytes = self.frame(next, None, None)?;
        write(&bytes)
    }

    /// The bytes that turn what is shown into this frame, in one synchronized update; none where nothing differs.
    pub(crate) fn frame(&mut self, next: Buffer, cursor: Option<Position>, link: Option<&str>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let known = self.shown.take().filter(|(shown, _)| shown.area == next.area);
        let changes = encode::encode(known.as_ref().map(|(shown, _)| shown), &next);
        if known.as_ref().is_some_and(|(_, old)| *old == cursor) && changes.is_empty() {
            self.shown = Some((next, cursor));
            return Ok(bytes);
        }
        queue!(bytes, BeginSynchronizedUpdate)?;
        match &known {
            None => queue!(bytes, cursor::Hide, Clear(ClearType::All))?,
            Some((_, Some(_))) => queue!(bytes, cursor::Hide)?,
            Some((_, None)) => {}
        }
        bytes.extend_from_slice(changes.as_bytes());
        if let Some(address) = link {
            bytes.extend_from_slice(encode::link(&next, address).as_bytes());
        }
        if let Some(Position { x, y }) = cursor {
            queue!(bytes, cursor::MoveTo(x, y), cursor::Show)?;
        }
        queue!(bytes, EndSynchronizedUpdate)?;
        self.shown = Some((next, cursor));
        Ok(bytes)
    }
}

/// Starts the thread that writes frames; it answers each with how that went. It ends when its sender is dropped.
pub(crate) fn writer(done: UnboundedSender<io::Result<()>>) -> mpsc::Sender<Vec<u8>> {
    let (sender, frames) = mpsc::channel::<Vec<u8>>();
    std::thread::spawn(move || {
        for frame in frames {
            // After a panic gave the terminal back nothing more is drawn on it.
            let result = if OURS.load(Ordering::SeqCst) { write(&frame) } else { Err(io::ErrorKind::BrokenPipe.into()) };
            if done.send(result).is_err() {
                return;
            }
        }
    });
    sender
}

/// Starts the thread that reads keys. It waits for the terminal itself, so that one that hangs up is noticed: the library's
/// reader would try for ever. It lets go of its end of the queue when there is nothing to read any more.
pub(crate) fn reader(events: Sender<Event>) {
    std::thread::spawn(move || {
        let opened = if io::stdin().is_terminal() { None } else { std::fs::File::open("/dev/tty").ok() };
        let stdin = io::stdin();
        let input = opened.as_ref().map_or_else(|| stdin.as_fd(), AsFd::as_fd);
        while wait(input, None) {
            match read_all(&events, input) {
                Ok(0) => std::thread::sleep(Duration::from_millis(10)),
                Ok(_) => {}
                Err(_) => break,
            }
        }
    });
}

/// Waits for input, or just looks; false when there will never be any.
fn wait(input: BorrowedFd<'_>, longest: Option<&Timespec>) -> bool {
    loop {
        let mut watched = [PollFd::from_borrowed_fd(input, PollFlags::IN)];
        match poll(&mut watched, longest) {
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return false,
            Ok(_) => {
                let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
                return !watched.iter().any(|fd| fd.revents().intersects(gone));
            }
        }
    }
}

/// Forwards all typed input; returns the number of events.
///
/// The library looks at the terminal only while time is left, so that the wait is never zero; and twice, because a process
/// that was stopped in between finds its time used up although keys are waiting.
fn read_all(events: &Sender<Event>, input: BorrowedFd<'_>) -> io::Result<usize> {
    use crossterm::event::Event as Typed;
    const NOW: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };
    let mut count = 0;
    // The terminal may have hung up while input waited for room.
    while wait(input, Some(&NOW)) && (crossterm::event::poll(LEFT)? || crossterm::event::poll(LEFT)?) {
        count += 1;
        let event = match crossterm::event::read()? {
            Typed::Key(key) => Key::from_terminal(key).map(Event::Key),
            Typed::Paste(text) => Some(Event::Paste(text)),
            Typed::Mouse(event) => clicked(event).map(Event::Mouse),
            // The loop hears of a new size from the system; here `Resize` comes only with the next key.
            _ => None,
        };
        if event.is_some_and(|event| events.blocking_send(event).is_err()) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
    }
    Ok(count)
}

/// Translates a mouse event; `None` if it means nothing here.
fn clicked(event: crossterm::event::MouseEvent) -> Option<Mouse> {
    use crossterm::event::{MouseButton, MouseEventKind};
    Some(match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Mouse::Press(event.column, event.row),
        MouseEventKind::Drag(MouseButton::Left) => Mouse::Drag(event.column, event.row),
        MouseEventKind::Up(MouseButton::Left) => Mouse::Release,
        MouseEventKind::ScrollDown => Mouse::Wheel(event.column, event.row, true),
        MouseEventKind::ScrollUp => Mouse::Wheel(event.column, event.row, false),
        _ => return None,
    })
}

/// The size of the terminal; 80×24 if it is unknown.
pub(crate) fn size() -> (u16, u16) {
    match crossterm::terminal::size() {
        Ok((width, height)) if width > 0 && height > 0 => (width, height),
        _ => (80, 24),
    }
}

/// True if a shell could continue this process; false for a session leader, as under `ssh host faktura`.
pub(crate) fn has_shell() -> bool {
    use rustix::process::{getpgrp, getsid};
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Stops the process as Ctrl-Z does, with everything in its job (`all`) or alone. Says whether it was stopped.
pub(crate) fn stop(all: bool) -> bool {
    use rustix::process::{Signal, getpid, kill_current_process_group, kill_process};
    give_back();
    let stopped = if all { kill_current_process_group(Signal::STOP) } else { kill_process(getpid(), Signal::STOP) };
    stopped.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_differs_in_nothing_costs_no_byte() {
        let mut screen = Screen::default();
        let buffer = Buffer::with_lines(["one", "two"]);
        let first = screen.frame(buffer.clone(), None, None).unwrap();
        assert!(first.starts_with(b"\x1b[?2026h") && first.ends_with(b"\x1b[?2026l"));
        assert!(screen.frame(buffer.clone(), None, None).unwrap().is_empty());
        let small = screen.frame(Buffer::with_lines(["one", "twa"]), None, None).unwrap();
        assert!(small.len() < first.len() && small.contains(&b'a'));
        screen.forget();
        assert!(screen.frame(buffer, None, None).unwrap().len() > small.len());
    }

    #[test]
    fn another_size_is_a_whole_frame() {
        let mut screen = Screen::default();
        screen.frame(Buffer::with_lines(["abc"]), None, None).unwrap();
        let bytes = screen.frame(Buffer::with_lines(["abcd", "e"]), Some(Position { x: 1, y: 0 }), None).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("abcd") && text.contains("\x1b[?25h"), "{text:?}");
    }
}
