//! Programs of the user's that this process starts: what they must not inherit, and their end.

use std::process::Command;

use rustix::process::{Pid, Signal, kill_process_group};

/// Variables that have secrets of ours. Every one that is read is here.
pub const SECRETS: [&str; 4] = ["FAKTURA_API_KEY", "FAKTURA_CLIENT_SECRET", "FAKTURA_PASSPHRASE", "FAKTURA_STORE_URL"];

/// Keeps our secrets out of the environment of a program.
pub fn hide_secrets(command: &mut Command) {
    for name in SECRETS {
        command.env_remove(name);
    }
}

/// A process group that ends with this value: a program that is not waited for any more, and all that it started. The program must have
/// been started with a group of its own.
#[derive(Debug)]
pub struct Group(Option<Pid>);

impl Group {
    /// The group of a program that was just started.
    #[must_use]
    pub fn of(child: Option<u32>) -> Self {
        Self(child.and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)))
    }

    /// The program came to its end: what it left running is its own matter.
    pub fn ended(mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            // It may have ended in this moment.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::{Child, Stdio};

    use super::*;

    fn shell(script: &str) -> (Child, Group) {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", script]).process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let child = shell.spawn().expect("starts");
        let group = Group::of(Some(child.id()));
        (child, group)
    }

    #[test]
    fn a_group_ends_with_all_that_it_started() {
        let (mut child, group) = shell("sleep 30 & wait");
        drop(group);
        // Its end is that of the last one that could write.
        child.stdout.take().expect("piped").read_to_end(&mut Vec::new()).expect("read");
        assert_eq!(child.wait().expect("ended").signal(), Some(9));
    }

    #[test]
    fn a_program_at_its_end_is_left_alone() {
        let (mut child, group) = shell("read line; exit 7");
        group.ended();
        drop(child.stdin.take());
        assert_eq!(child.wait().expect("ended").code(), Some(7));
    }

    #[test]
    fn no_program_inherits_a_secret() {
        let mut env = Command::new("/usr/bin/env");
        env.env_clear().envs(SECRETS.map(|name| (name, "s3cret"))).env("OTHER", "kept");
        hide_secrets(&mut env);
        let out = String::from_utf8(env.output().expect("runs").stdout).expect("text");
        assert_eq!(out, "OTHER=kept\n");
    }
}
