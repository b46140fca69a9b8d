//! Pipes that a person named: opened once another program has the other end, and not waited for without end.
//!
//! For: files that people read from and write to. Uses: rustix, std. Never: files of the store, which are no pipes.

use std::fs::{File, OpenOptions};
use std::io::{self, Cursor, ErrorKind, Read};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;
use std::thread;
use std::time::Duration;

use rustix::fs::OFlags;
use rustix::io::Errno;

/// Looks for the other end of a pipe, and the pause between them: ten seconds in all.
const LOOKS: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// Bytes of the first look.
const FIRST: usize = 4096;

/// Opens what a person named for reading: a file, a device or a pipe. Blocks.
///
/// # Errors
/// `TimedOut` if no program has a pipe open for writing within ten seconds.
pub fn open_input(path: &Path) -> io::Result<Box<dyn Read>> {
    let mut file = open(OpenOptions::new().read(true), path)?;
    if !file.metadata()?.file_type().is_fifo() {
        wait_for_bytes(&file)?;
        return Ok(Box::new(file));
    }
    let mut first = vec![0; FIRST];
    for _ in 0..LOOKS {
        match file.read(&mut first) {
            // The end: no program has the pipe open for writing.
            Ok(0) => thread::sleep(PAUSE),
            Ok(length) => {
                first.truncate(length);
                wait_for_bytes(&file)?;
                return Ok(Box::new(Cursor::new(first).chain(file)));
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                wait_for_bytes(&file)?;
                return Ok(Box::new(file));
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(ErrorKind::TimedOut, "no program writes to this pipe"))
}

/// Opens a device or a pipe for writing, behind what is there. Blocks.
///
/// # Errors
/// `TimedOut` if no program has a pipe open for reading within ten seconds.
pub(super) fn open_output(path: &Path) -> io::Result<File> {
    for _ in 0..LOOKS {
        match open(OpenOptions::new().append(true), path) {
            Ok(file) => return wait_for_bytes(&file).map(|()| file),
            Err(error) if is_unread_pipe(path, &error) => thread::sleep(PAUSE),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(ErrorKind::TimedOut, "no program reads from this pipe"))
}

fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.custom_flags(i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default()).open(path)
}

fn is_unread_pipe(path: &Path, error: &io::Error) -> bool {
    error.raw_os_error() == Some(Errno::NXIO.raw_os_error())
        && std::fs::metadata(path).is_ok_and(|found| found.file_type().is_fifo())
}

/// Lets reading and writing wait from here on: only opening did not.
fn wait_for_bytes(file: &File) -> io::Result<()> {
    let flags = rustix::fs::fcntl_getfl(file)?;
    Ok(rustix::fs::fcntl_setfl(file, flags.difference(OFlags::NONBLOCK))?)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::PathBuf;

    use super::*;

    fn pipe() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).expect("made");
        (dir, path)
    }

    #[test]
    fn a_pipe_is_read_to_its_end_also_where_its_writer_pauses() {
        let (_dir, path) = pipe();
        let (go, wait) = std::sync::mpsc::channel();
        let writer = thread::spawn({
            let path = path.clone();
            move || {
                let mut file = OpenOptions::new().write(true).open(path).expect("opened");
                wait.recv().expect("told");
                file.write_all(&vec![7; 100_000]).expect("written");
            }
        });
        let mut input = open_input(&path).expect("opened");
        go.send(()).expect("waits");
        let mut read = Vec::new();
        input.read_to_end(&mut read).expect("read");
        assert_eq!(read, vec![7; 100_000]);
        writer.join().expect("ended");
    }

    #[test]
    fn what_a_pipe_has_already_is_read_and_a_file_and_a_device_are_too() {
        let (dir, path) = pipe();
        let _reader = open(OpenOptions::new().read(true), &path).expect("opened");
        let mut writer = OpenOptions::new().write(true).open(&path).expect("opened");
        writer.write_all(b"early").expect("written");
        let input = open_input(&path).expect("opened");
        drop(writer);
        assert_eq!(io::read_to_string(input).expect("read"), "early");
        let file = dir.path().join("file");
        std::fs::write(&file, "whole").expect("written");
        assert_eq!(io::read_to_string(open_input(&file).expect("opened")).expect("read"), "whole");
        assert_eq!(io::read_to_string(open_input(Path::new("/dev/null")).expect("opened")).expect("read"), "");
        assert!(open_output(Path::new("/dev/null")).is_ok());
        assert_eq!(open_output(&dir.path().join("none")).expect_err("none").kind(), ErrorKind::NotFound);
    }

    #[test]
    fn a_pipe_without_another_end_is_given_up_with_a_sentence() {
        let (_dir, path) = pipe();
        let write = thread::spawn({
            let (other, path) = pipe();
            move || {
                let _other = other;
                open_output(&path).map(drop).expect_err("no reader").to_string()
            }
        });
        let Err(error) = open_input(&path) else { panic!("no writer") };
        assert_eq!(error.to_string(), "no program writes to this pipe");
        assert_eq!(write.join().expect("ended"), "no program reads from this pipe");
    }
}
