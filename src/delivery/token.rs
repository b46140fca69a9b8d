//! Access tokens for mail servers (XOAUTH2): a program of the user's prints one.
//!
//! For: mail servers that take no password. Never: a token in a message or a log.

use std::process::Stdio;
use std::time::Duration;

use secrecy::SecretString;
use tokio::io::AsyncReadExt;
use tokio::process::Command;

use super::MailError;
use crate::domain::text::clean;
use crate::process::{Group, hide_secrets};

/// Timeout of the program: it may have to ask a server.
const TIMEOUT: Duration = Duration::from_mins(1);
/// Longest token.
const LONGEST: u64 = 16 * 1024;

/// Runs the program and takes the first line that it prints.
///
/// # Errors
/// It does not start, fails, prints nothing, or takes too long.
pub async fn access_token(command: &[String]) -> Result<SecretString, MailError> {
    let [program, args @ ..] = command else { return Err(MailError::NoPassword) };
    let failed = |detail: String| MailError::NoToken { program: program.clone(), detail };
    let mut process = Command::new(program);
    process.args(args).process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    hide_secrets(process.as_std_mut());
    let mut child = process.spawn().map_err(|error| failed(error.to_string()))?;
    // Where it is not waited for any more, all that it started ends with it.
    let group = Group::of(child.id());
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let work = async {
        let read = |stream: Option<tokio::process::ChildStdout>| async {
            let mut text = String::new();
            if let Some(stream) = stream {
                let _ = stream.take(LONGEST).read_to_string(&mut text).await;
            }
            text
        };
        let said = async {
            let mut text = Vec::new();
            if let Some(stream) = err {
                let _ = stream.take(512).read_to_end(&mut text).await;
            }
            String::from_utf8_lossy(&text).into_owned()
        };
        tokio::join!(read(out), said, child.wait())
    };
    let (printed, said, ended) = tokio::time::timeout(TIMEOUT, work).await.map_err(|late| failed(late.to_string()))?;
    group.ended();
    let status = ended.map_err(|error| failed(error.to_string()))?;
    if !status.success() {
        return Err(failed(format!("{status}: {}", clean(said.trim()))));
    }
    match printed.lines().next().map(str::trim).filter(|line| !line.is_empty()) {
        Some(token) => Ok(SecretString::from(token.to_owned())),
        None => Err(failed(status.to_string())),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[tokio::test]
    async fn the_first_line_is_the_token_and_a_failure_shows_what_the_program_says() {
        let token = access_token(&words(&["/bin/sh", "-c", "printf 'tok-1\\nmore\\n'"])).await.expect("printed");
        assert_eq!(token.expose_secret(), "tok-1");
        let failed = access_token(&words(&["/bin/sh", "-c", "echo tok-2; echo expired >&2; exit 3"])).await;
        let Err(MailError::NoToken { program, detail }) = failed else { panic!("{failed:?}") };
        assert!(program == "/bin/sh" && detail.contains("expired") && !detail.contains("tok-2"), "{detail}");
        assert!(access_token(&words(&["/nowhere/at-all"])).await.is_err());
        assert!(access_token(&words(&["/bin/true"])).await.is_err(), "it prints nothing");
    }

    #[tokio::test]
    async fn a_program_that_is_not_waited_for_ends_with_all_that_it_started() {
        let dir = tempfile::tempdir().expect("a folder");
        let mark = dir.path().join("mark");
        rustix::fs::mknodat(rustix::fs::CWD, &mark, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).expect("made");
        // A child of the program holds the pipe open until it ends.
        let script = format!("(exec sleep 60 > '{}') & wait", mark.display());
        let asked = tokio::spawn(async move { access_token(&words(&["/bin/sh", "-c", &script])).await.is_ok() });
        let mut held = tokio::task::spawn_blocking(move || std::fs::File::open(mark)).await.expect("no panic").expect("opened");
        asked.abort();
        let end = tokio::task::spawn_blocking(move || std::io::Read::read_to_end(&mut held, &mut Vec::new()));
        let end = tokio::time::timeout(Duration::from_secs(30), end).await.expect("it ended with the program");
        assert_eq!(end.expect("no panic").expect("read"), 0);
    }
}
