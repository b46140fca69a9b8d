//! One store, several Unix users: access, and the messages to users without it.
//!
//! Other users are numbers that no list of the system has, so that nothing is made on the machine: the owner is one, the
//! group is one of the system's. Only root can become them; elsewhere these tests say so and do nothing.

use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::server::{Answer, Server};
use crate::support::serving::Serving;
use crate::support::{Home, Ran, copy_program, ran};

/// The owner of the store, two users of the group, and one of no group.
const OWNER: u32 = 61_001;
const ADMIN: u32 = 61_002;
const VIEWER: u32 = 61_003;
const MEMBER: u32 = 61_004;
const OUTSIDER: u32 = 61_005;

/// A folder of homes, and the group that may reach the store.
struct World {
    dir: Home,
    group: (String, u32),
    program: PathBuf,
}

impl World {
    /// `None` where no other user can be played.
    #[expect(clippy::print_stdout, reason = "a skip must be seen")]
    fn new() -> Option<Self> {
        if !rustix::process::geteuid().is_root() || !Path::new("/usr/bin/setpriv").exists() {
            println!("SKIPPED: only root, with setpriv, can run faktura as other users");
            return None;
        }
        let groups = std::fs::read_to_string("/etc/group").expect("a list of groups");
        let group = groups.lines().find_map(|line| {
            let fields: Vec<&str> = line.split(':').collect();
            let id = fields[2].parse().ok().filter(|id| *id != 0)?;
            Some((fields[0].to_owned(), id))
        });
        let dir = Home::new();
        std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).expect("ours");
        let program = dir.path().join("faktura");
        copy_program(&program);
        let world = Self { dir, group: group.expect("a group"), program };
        for user in [OWNER, ADMIN, VIEWER, MEMBER, OUTSIDER] {
            let home = world.home(user);
            std::fs::create_dir_all(home.join(".local/share/faktura")).expect("room");
            for folder in ["", ".local", ".local/share", ".local/share/faktura"] {
                let folder = home.join(folder);
                chown(&folder, Some(user), Some(user)).expect("root may");
                std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o700)).expect("ours");
            }
        }
        let access = format!(
            "[sync]\nretries = 0\n[access]\ngroup = \"{}\"\nadmins = [\"uid {ADMIN}\"]\nviewers = [\"uid {VIEWER}\"]\n",
            world.group.0
        );
        let config = world.data().join("config.toml");
        std::fs::write(&config, access).expect("room");
        chown(&config, Some(OWNER), Some(OWNER)).expect("root may");
        std::fs::set_permissions(&config, PermissionsExt::from_mode(0o600)).expect("ours");
        Some(world)
    }

    fn home(&self, user: u32) -> PathBuf {
        self.dir.path().join(user.to_string())
    }

    /// Where the store is: the default folders of its owner.
    fn data(&self) -> PathBuf {
        self.home(OWNER).join(".local/share/faktura")
    }

    fn command(&self, user: u32, args: &[&str]) -> Command {
        let mut command = Command::new("/usr/bin/setpriv");
        let id = user.to_string();
        command.args(["--reuid", &id, "--regid", &id]);
        if user == OUTSIDER {
            command.arg("--clear-groups");
        } else {
            command.args(["--groups", &self.group.1.to_string()]);
        }
        command
            .arg(&self.program)
            .args(args)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.home(user))
            .env("FAKTURA_HOME", self.data())
            .env("TZ", "Europe/Budapest")
            .env("LANG", "en_US.UTF-8")
            .current_dir(self.home(user))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, user: u32, args: &[&str]) -> Ran {
        ran(self.command(user, args))
    }

    fn expect(&self, user: u32, code: i32, args: &[&str]) -> Ran {
        let ran = self.run(user, args);
        assert_eq!(ran.code, Some(code), "user {user}: faktura {args:?}\nstdout:\n{}\nstderr:\n{}", ran.out, ran.err);
        ran
    }

    fn doctor(&self, user: u32) -> (Option<i32>, Vec<Value>) {
        let ran = self.run(user, &["doctor", "--json"]);
        let json: Value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}{}", ran.out, ran.err));
        (ran.code, json["findings"].as_array().expect("a list").clone())
    }

    /// Runs the commands that the doctor gives the owner for closed folders, as the owner.
    fn open(&self) {
        let (code, findings) = self.doctor(OWNER);
        assert_eq!(code, Some(3), "{findings:#?}");
        let closed: Vec<&Value> = findings.iter().filter(|finding| finding["check"] == "folder-closed").collect();
        assert_eq!(closed.len(), 4, "the home and three folders in it: {findings:#?}");
        for finding in closed {
            let script = finding["command"].as_str().expect("a command");
            let id = OWNER.to_string();
            let mut shell = Command::new("/usr/bin/setpriv");
            shell.args(["--reuid", &id, "--regid", &id, "--groups", &self.group.1.to_string(), "/bin/sh", "-c", script]);
            shell.env("PATH", "/usr/bin:/bin").stdout(Stdio::piped()).stderr(Stdio::piped());
            let done = ran(shell);
            assert_eq!(done.code, Some(0), "{script}: {}", done.err);
        }
    }

    /// A host of the owner's, and what it said before it served.
    fn serve(&self) -> (Serving, String) {
        let serving = Serving::of(self.command(OWNER, &["serve"]));
        let said = serving.until("Serving ").join("\n");
        (serving, said)
    }

    fn add(&self, user: u32, name: &str, url: &str) -> Ran {
        let mut command = self.command(user, &["company", "add", name, "--provider", "billingo", "--no-test", "--base-url", url]);
        command.env("FAKTURA_API_KEY", "0123456789abcdef");
        ran(command)
    }

    fn must_add(&self, user: u32, name: &str, url: &str) {
        let added = self.add(user, name, url);
        assert_eq!(added.code, Some(0), "user {user}, {name}, {url}: {}{}", added.out, added.err);
    }
}

/// Commands of everyday, each with its exit code for an admin and for a viewer.
const EVERYDAY: &[(&[&str], i32, i32)] = &[
    (&["status"], 4, 4),
    (&["invoices"], 0, 0),
    (&["report", "aging"], 0, 0),
    (&["logs"], 0, 0),
    (&["company", "list"], 0, 0),
    (&["company", "show", "Egy"], 0, 0),
    (&["company", "rename", "Egy", "Egy"], 0, 7),
    (&["company", "disable", "Egy"], 0, 7),
    (&["company", "enable", "Egy"], 0, 7),
    (&["company", "remove", "Egy", "--yes"], 0, 7),
    (&["sync"], 4, 7),
    (&["--headless"], 4, 7),
    (&["audit"], 0, 7),
    (&["token", "list"], 0, 7),
    (&["token", "add", "x", "--role", "viewer"], 0, 7),
    // No key is given: that is what an admin lacks, and a viewer may not do it at all.
    (&["company", "add", "Másik"], 6, 7),
    (&["hook", "set-secret", "xero"], 6, 7),
    (&["alert", "list"], 0, 7),
    (&["export", "out.csv"], 0, 0),
];

/// Commands that need the store's files.
const OWNERS: &[&[&str]] = &[
    &["check"],
    &["check", "--repair"],
    &["backup", "b.age"],
    &["restore", "b.age"],
    &["compact"],
    &["key", "show"],
    &["key", "init"],
    &["key", "rotate"],
    &["serve"],
];

#[test]
fn each_command_says_what_each_user_may_do_instead() {
    let Some(world) = World::new() else { return };
    world.must_add(OWNER, "Egy", "http://127.0.0.1:1/v3");

    // No process serves the store, and no user reaches it.
    for user in [ADMIN, VIEWER, MEMBER, OUTSIDER] {
        let refused = world.expect(user, 7, &["status"]);
        assert!(refused.err.contains(&format!("belongs to uid {OWNER}")), "{}", refused.err);
    }
    let (serving, said) = world.serve();
    assert!(said.contains("is closed to the group") && said.contains("To open it, run: "), "{said}");
    world.open();
    for (command, _, _) in EVERYDAY {
        let refused = world.expect(OUTSIDER, 7, command);
        assert!(refused.err.contains(&format!("belongs to uid {OWNER}")), "{command:?}: {}", refused.err);
        assert!(refused.err.contains("faktura doctor") && !refused.err.contains("0700"), "{command:?}: {}", refused.err);
        let refused = world.expect(MEMBER, 7, command);
        assert!(refused.err.contains("You have no role") && refused.err.contains("[access]"), "{command:?}: {}", refused.err);
    }
    for user in [ADMIN, VIEWER, MEMBER, OUTSIDER] {
        for command in OWNERS {
            let refused = world.expect(user, 7, command);
            let whose = format!("only uid {OWNER} can do this");
            assert!(refused.err.contains(&whose) && refused.err.contains("sudo -u"), "{user} {command:?}: {}", refused.err);
        }
    }
    for (command, admin, viewer) in EVERYDAY {
        let asked = world.expect(VIEWER, *viewer, command);
        assert_ne!(asked.err.contains("role: viewer"), *viewer != 7, "{command:?}: {}", asked.err);
        assert!(!asked.err.contains("logged"), "{command:?}: {}", asked.err);
        let added = world.add(OWNER, "Egy", "http://127.0.0.1:1/v3");
        assert!(matches!(added.code, Some(0 | 2)), "{}", added.err);
        world.expect(ADMIN, *admin, command);
    }
    // A log of their own, and none beside the store.
    assert!(world.home(VIEWER).join(".local/state/faktura/logs").is_dir());
    drop(serving);
    let refused = world.expect(VIEWER, 5, &["status"]);
    assert!(refused.err.contains("no process of") && refused.err.contains("faktura serve"), "{}", refused.err);
}

#[test]
fn a_doctor_names_what_is_closed_and_the_command_that_opens_it() {
    let Some(world) = World::new() else { return };
    world.must_add(OWNER, "Egy", "http://127.0.0.1:1/v3");
    let (serving, _) = world.serve();
    let (code, findings) = world.doctor(VIEWER);
    assert_eq!(code, Some(4));
    let closed = findings.iter().find(|finding| finding["check"] == "path-closed").expect("closed");
    assert!(closed["text"].as_str().expect("words").contains(&world.home(OWNER).display().to_string()), "{closed}");
    world.open();
    let (code, findings) = world.doctor(VIEWER);
    assert_eq!(code, Some(0), "{findings:#?}");
    assert!(findings.iter().any(|finding| finding["check"] == "access-guest"), "{findings:#?}");
    let (code, findings) = world.doctor(MEMBER);
    assert_eq!(code, Some(4), "{findings:#?}");
    let all = serde_json::to_string(&findings).expect("JSON");
    assert!(all.contains("You have no role"), "{all}");
    drop(serving);
    // Its members reach it, and the notice is gone.
    let (_serving, said) = world.serve();
    assert!(!said.contains("closed"), "{said}");
}

#[test]
fn others_than_the_owner_cannot_have_the_host_ask_this_machine() {
    let Some(world) = World::new() else { return };
    world.must_add(OWNER, "Egy", "http://127.0.0.1:1/v3");
    let (serving, _) = world.serve();
    world.open();
    for url in ["http://127.0.0.1:22/v3", "http://localhost:1/", "https://[::1]:9/", "https://192.168.0.1/", "https://intranet/"]
    {
        let refused = world.add(ADMIN, "Kettő", url);
        assert_eq!(refused.code, Some(7), "{url}: {}", refused.err);
        assert!(refused.err.contains("local_addresses"), "{}", refused.err);
    }
    world.must_add(ADMIN, "Három", "https://api.example.com/v3");
    drop(serving);
    let config = world.data().join("config.toml");
    let text = std::fs::read_to_string(&config).expect("there") + "local_addresses = true\n";
    std::fs::write(&config, text).expect("room");
    let (_serving, _) = world.serve();
    world.must_add(ADMIN, "Kettő", "http://127.0.0.1:22/v3");
}

#[test]
fn others_than_the_owner_cannot_have_the_host_ask_a_calendar_in_the_inside() {
    let Some(world) = World::new() else { return };
    let add = ["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"];
    world.expect(OWNER, 0, &add);
    let (serving, _) = world.serve();
    world.open();
    world.expect(OWNER, 0, &["person", "add", "Anna"]);
    let with_secret = |user: u32, args: &[&str], secret: &str| {
        let mut command = world.command(user, &[args, &["--stdin"]].concat());
        let mut child = command.stdin(Stdio::piped()).spawn().expect("starts");
        std::io::Write::write_all(&mut child.stdin.take().expect("piped"), secret.as_bytes()).expect("written");
        let done = child.wait_with_output().expect("ends");
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let dav = |user: u32, name: &str, url: &str| {
        let args = ["calendar", "add", name, "--person", "Anna", "--no-test", "--user", "anna", "--url", url];
        with_secret(user, &args, "password\n")
    };
    let feed = |user: u32, name: &str, url: &str| {
        let args = ["calendar", "add", name, "--person", "Anna", "--no-test", "--ical"];
        with_secret(user, &args, &format!("{url}\n"))
    };
    for url in ["http://127.0.0.1:9/own/", "https://[::1]:9/own/", "https://192.168.0.1/own/", "https://intranet/own/"] {
        for (code, said) in [dav(ADMIN, "Work", url), feed(ADMIN, "Work", url)] {
            assert_eq!(code, Some(7), "{url}: {said}");
            assert!(said.contains("local_addresses"), "{url}: {said}");
        }
        let (_, said) = feed(ADMIN, "Work", url);
        assert!(!said.contains("/own/"), "a private address is a secret: {said}");
    }
    assert_eq!(feed(ADMIN, "Outside", "https://calendar.example.com/a.ics").0, Some(0));
    let (code, said) = with_secret(ADMIN, &["calendar", "set-secret", "Outside"], "https://192.168.0.1/a.ics\n");
    assert!(code == Some(7) && said.contains("local_addresses"), "{code:?} {said}");
    // What the owner names is asked, and so is what others may name.
    assert_eq!(dav(OWNER, "Inside", "http://127.0.0.1:9/own/").0, Some(0));
    drop(serving);
    let config = world.data().join("config.toml");
    let text = std::fs::read_to_string(&config).expect("there") + "local_addresses = true\n";
    std::fs::write(&config, text).expect("room");
    let (_serving, _) = world.serve();
    assert_eq!(dav(ADMIN, "Work", "http://127.0.0.1:9/own/").0, Some(0));
}

#[test]
fn a_doctor_works_where_no_thread_can_be_started() {
    let Some(world) = World::new() else { return };
    if !Path::new("/usr/bin/prlimit").exists() {
        println!("SKIPPED: prlimit is not there");
        return;
    }
    let asked = world.command(OUTSIDER, &["doctor"]);
    // The limit is set after the user is changed: root has none.
    let mut few = Command::new("/usr/bin/setpriv");
    let arguments: Vec<_> = asked.get_args().collect();
    let program = arguments.iter().position(|argument| *argument == world.program).expect("it is run");
    few.args(&arguments[..program]).args(["/usr/bin/prlimit", "--nproc=1"]).args(&arguments[program..]);
    few.env_clear().envs(asked.get_envs().filter_map(|(name, value)| Some((name, value?))));
    few.env("FAKTURA_HOME", world.home(OUTSIDER).join("mine"));
    few.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let said = ran(few);
    assert_eq!(said.code, Some(4), "{}{}", said.out, said.err);
    assert!(said.out.contains("cannot start a thread") && said.out.contains("ulimit -u"), "{}", said.out);
}

#[test]
fn advice_fits_what_was_done() {
    let home = Home::new();
    let none = home.expect(6, &["invoices"]);
    assert!(none.err.contains("faktura company add"), "{}", none.err);
    let server = Server::start(|_| Answer::text(401, "{}"));
    let refused = home.add("Egy", &server.url, "0123456789abcdef");
    assert_eq!(refused.code, Some(6), "{}", refused.err);
    assert!(refused.err.contains("Nothing was added") && !refused.err.contains("set-key"), "{}", refused.err);
    let mut add = home.command(&["company", "add", "Egy", "--provider", "billingo", "--no-test", "--base-url", &server.url]);
    add.env("FAKTURA_API_KEY", "0123456789abcdef");
    assert_eq!(ran(add).code, Some(0));
    std::fs::write(home.path().join("list.csv"), "number,gross\n1,2\n").expect("room");
    for none in ["list.csv", "store"] {
        let path = home.path().join(none).display().to_string();
        let refused = home.expect(4, &["restore", "--yes", &path]);
        let says = refused.err.contains("is not a backup") && refused.err.contains("faktura backup");
        assert!(says && !refused.err.contains("API key"), "{none}: {}", refused.err);
    }
    home.expect(4, &["status"]);
}
