//! Power loss: the store's folder on a file system of its own, copied without any sync in mid-write, opens whole.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::support::server::{Answer, Server, document, page, rest};
use crate::support::serving::Serving;
use crate::support::talk::{self, request};
use crate::support::terminal::Terminal;
use crate::support::{Home, copy};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

/// A mounted image that is unmounted when the test ends, however it does.
struct Mounted<'a>(&'a Path);

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

fn quietly(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn mount(image: &Path, at: &Path, options: &str) -> bool {
    std::fs::create_dir_all(at).is_ok() && quietly(Command::new("mount").args(["-o", options]).arg(image).arg(at))
}

fn make(image: &Path, megabytes: u64) -> bool {
    let file = std::fs::File::create(image).expect("an image");
    file.set_len(megabytes << 20).expect("room");
    quietly(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(image))
}

#[test]
fn what_was_acknowledged_survives_a_power_loss() {
    let home = Home::new();
    let (image, at) = (home.path().join("disk.img"), home.path().join("disk"));
    // The file system writes by itself only when told to sync: what else it wrote would be luck.
    if !make(&image, 64) || !mount(&image, &at, "loop,commit=600") {
        println!("skipped: mounting is not allowed here");
        return;
    }
    let _mounted = Mounted(&at);
    let documents: Vec<String> = (1..=1200u64).rev().map(|id| document(id, "100")).collect();
    let server = Server::start(move |asked| {
        if asked.path != "/documents" {
            return rest(asked);
        }
        Answer { delay: Duration::from_millis(25), ..page(&documents, asked) }
    });
    let house = at.join("house");
    let on_disk = |args: &[&str]| {
        let mut command = home.command(args);
        command.env("FAKTURA_HOME", &house);
        command
    };
    let mut add = on_disk(&["company", "add", "Teszt", "--provider", "billingo", "--base-url", &server.url]);
    add.env("FAKTURA_API_KEY", KEY);
    let add = crate::support::ran(add);
    assert_eq!(add.code, Some(0), "{}", add.err);
    let mut sync = on_disk(&["sync"]).spawn().expect("starts");
    let mut copies = Vec::new();
    while sync.try_wait().expect("it can be asked").is_none() && copies.len() < 12 {
        std::thread::sleep(Duration::from_millis(40));
        // The image holds only what reached the disk: a copy of one instant of it is what a power loss leaves. Nothing is
        // written meanwhile, so that the copy is of one instant.
        let pid = rustix::process::Pid::from_child(&sync);
        let lost = home.path().join(format!("lost-{}.img", copies.len()));
        rustix::process::kill_process(pid, rustix::process::Signal::STOP).expect("it runs");
        std::fs::copy(&image, &lost).expect("room");
        rustix::process::kill_process(pid, rustix::process::Signal::CONT).expect("it waits");
        copies.push(lost);
    }
    sync.wait().expect("it ends");
    let mut seen = 0;
    for lost in &copies {
        let (at, survivor) = (home.path().join("lost"), Home::new());
        assert!(mount(lost, &at, "loop"), "{} does not mount", lost.display());
        let _mounted = Mounted(&at);
        copy(&at.join("house"), survivor.path());
        let check = survivor.run(&["check"]);
        assert_eq!(check.code, Some(0), "{}:\n{}{}", lost.display(), check.out, check.err);
        let total = survivor.json(0, &["invoices", "--format", "json", "--limit", "1"])["total"].as_u64().expect("a number");
        assert!(total >= seen, "{}: {seen} were acknowledged before, {total} are left", lost.display());
        seen = total;
        std::fs::remove_file(lost).expect("it is there");
    }
    assert!(!copies.is_empty());
}

#[test]
fn a_full_disk_is_a_sentence_and_the_store_is_as_before() {
    let home = Home::new();
    let (image, at) = (home.path().join("disk.img"), home.path().join("disk"));
    if !make(&image, 16) || !mount(&image, &at, "loop") {
        println!("skipped: mounting is not allowed here");
        return;
    }
    let _mounted = Mounted(&at);
    // Text that does not compress: the disk must fill up.
    let mut random = fastrand::Rng::with_seed(7);
    let mut big = || -> String { std::iter::repeat_with(|| random.alphanumeric()).take(3000).collect() };
    let documents: Vec<String> = (1..=20_000u64)
        .rev()
        .map(|id| document(id, "100").replace(r#""comment":"""#, &format!(r#""comment":"{}{id}""#, big())))
        .collect();
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let house = at.join("house");
    let on_disk = |args: &[&str]| {
        let mut command = home.command(args);
        command.env("FAKTURA_HOME", &house).env("FAKTURA_API_KEY", KEY);
        crate::support::ran(command)
    };
    let add = on_disk(&["company", "add", "Teszt", "--provider", "billingo", "--base-url", &server.url]);
    assert_eq!(add.code, Some(0), "{}", add.err);
    let full = on_disk(&["sync"]);
    assert!(!matches!(full.code, Some(0) | None), "{}{}", full.out, full.err);
    let told = format!("{}{}", full.out, full.err).to_lowercase();
    assert!(told.contains("space") && (told.contains("no space") || told.contains("mb free")), "{told}");
    // What is here can be read and taken elsewhere, also where nothing at all can be written.
    let elsewhere = |name: &str| home.path().join(name).to_str().expect("UTF-8").to_owned();
    let reads = |name: &str| {
        let listed = on_disk(&["invoices", "--format", "json"]);
        assert_eq!(listed.code, Some(0), "{name}: {}", listed.err);
        assert_ne!(on_disk(&["status"]).code, Some(1), "{name}");
        for args in [["export", &elsewhere(&format!("{name}.csv"))], ["backup", &elsewhere(&format!("{name}.backup"))]] {
            let ran = on_disk(&args);
            assert_eq!(ran.code, Some(0), "{name}, {args:?}: {}", ran.err);
        }
        listed.out
    };
    let on_full = reads("full");
    let check = on_disk(&["check"]);
    assert_eq!(check.code, Some(0), "{}{}", check.out, check.err);
    assert!(quietly(Command::new("mount").args(["-o", "remount,ro"]).arg(&at)), "remounted");
    assert_eq!(reads("read-only"), on_full);
    for args in [&["sync"][..], &["company", "rename", "Teszt", "Más"]] {
        let refused = on_disk(args);
        assert_eq!(refused.code, Some(6), "{args:?}: {}", refused.err);
        assert!(refused.err.contains("mounted read-only") && !refused.err.contains("owns"), "{args:?}: {}", refused.err);
    }
    // A screen offers no form that would be refused in the end.
    let place = house.to_str().expect("UTF-8");
    let mut screen = Terminal::start(&home, &["--home", place], 24, 100);
    screen.until("it only reads", |screen| screen.contains("read-only") && screen.contains("Teszt") && !screen.contains("A add"));
    screen.type_until("A", "nothing can be changed from here");
    screen.quits();
    let doctor = on_disk(&["doctor"]);
    assert!(doctor.out.contains("mounted read-only") && !doctor.out.contains("chmod"), "{}", doctor.out);
    let check = on_disk(&["check"]);
    assert_eq!(check.code, Some(0), "a copy is checked: {}{}", check.out, check.err);
    assert!(quietly(Command::new("mount").args(["-o", "remount,rw"]).arg(&at)), "remounted");
    assert!(!full.err.contains("panicked"), "{}", full.err);
    // With room again, what was committed is there.
    let roomy = Home::new();
    copy(&house, roomy.path());
    roomy.expect(0, &["check"]);
}

#[test]
fn a_file_that_fills_the_disk_is_a_sentence_and_nothing_is_left() {
    let home = Home::new();
    let at = home.path().join("disk");
    std::fs::create_dir_all(&at).expect("made");
    if !quietly(Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&at)) {
        println!("skipped: mounting is not allowed here");
        return;
    }
    let _mounted = Mounted(&at);
    crate::books::fill(&home);
    crate::books::invoice(&home);
    let place = |name: &str| at.join(name).to_str().expect("UTF-8").to_owned();
    for args in [vec!["export", "o.zip", "--documents", "pdf"], vec!["export", "o.xlsx"], vec!["export", "o.csv"]] {
        // A table in text is smaller than what is left for the others.
        let room = if args[1] == "o.csv" { 0 } else { 4 };
        std::fs::write(at.join("fill"), vec![0; (64 - room) * 1024]).expect("written");
        let path = place(args[1]);
        let args: Vec<&str> = args.iter().map(|arg| if arg.starts_with("o.") { path.as_str() } else { arg }).collect();
        let mut command = home.command(&args);
        // What libraries make on the way goes there too.
        command.env("TMPDIR", &at).env("RUST_BACKTRACE", "1");
        let refused = crate::support::ran(command);
        assert_eq!(refused.code, Some(4), "{args:?}: {}", refused.err);
        assert!(refused.err.starts_with("error: ") && refused.err.lines().count() == 2, "{args:?}: {}", refused.err);
        let left: Vec<_> = std::fs::read_dir(&at).expect("read").filter_map(|file| Some(file.ok()?.file_name())).collect();
        assert_eq!(left, ["fill"], "{args:?}");
    }
}

#[test]
fn own_books_on_a_full_disk_are_read_and_checked() {
    let home = Home::new();
    let at = home.path().join("disk");
    std::fs::create_dir_all(&at).expect("made");
    if !quietly(Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(&at)) {
        println!("skipped: mounting is not allowed here");
        return;
    }
    let _mounted = Mounted(&at);
    let full = Home::new();
    crate::books::fill(&full);
    crate::books::invoice(&full);
    let house = at.join("house");
    copy(full.path(), &house);
    let mut file = std::fs::File::create(at.join("fill")).expect("made");
    while std::io::Write::write_all(&mut file, &[0; 65536]).is_ok() {}
    drop(file);
    let lists: [&[&str]; 11] = [
        &["timer", "status"],
        &["remind", "--dry-run"],
        &["check"],
        &["books", "check"],
        &["draft", "list"],
        &["time", "list"],
        &["report", "unbilled"],
        &["calendar", "list"],
        &["alert", "list"],
        &["archive", "list"],
        &["hook", "list"],
    ];
    for args in lists {
        let mut command = home.command(args);
        let ran = crate::support::ran({
            command.env("FAKTURA_HOME", &house);
            command
        });
        assert_eq!(ran.code, Some(0), "{args:?}: {}{}", ran.out, ran.err);
    }
    let mut command = home.command(&["pay", "INV-2026-00001", "--amount", "1"]);
    command.env("FAKTURA_HOME", &house);
    let refused = crate::support::ran(command);
    assert!(refused.code != Some(0) && refused.err.contains("space"), "{}", refused.err);
}

#[test]
fn a_host_that_began_on_a_full_disk_reads_and_goes_on_once_there_is_room() {
    let home = Home::new();
    let at = home.path().join("disk");
    std::fs::create_dir_all(&at).expect("made");
    if !quietly(Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(&at)) {
        println!("skipped: mounting is not allowed here");
        return;
    }
    let _mounted = Mounted(&at);
    let (house, fill) = (at.join("house"), at.join("fill"));
    let documents: Vec<String> = (1..=5u64).rev().map(|id| document(id, "100")).collect();
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let command = |args: &[&str]| {
        let mut command = home.command(args);
        command.env("FAKTURA_HOME", &house).env("FAKTURA_API_KEY", KEY);
        command
    };
    let expect = |code: i32, args: &[&str]| {
        let ran = crate::support::ran(command(args));
        assert_eq!(ran.code, Some(code), "{args:?}: {}{}", ran.out, ran.err);
        ran
    };
    std::fs::create_dir_all(&house).expect("made");
    std::fs::write(house.join("config.toml"), "[schedule]\ntimes = [\"* * * * *\"]\njitter = \"0s\"\n").expect("written");
    expect(0, &["company", "add", "Teszt", "--provider", "billingo", "--base-url", &server.url]);
    expect(0, &["sync"]);
    let token = expect(0, &["token", "add", "t", "--role", "viewer"]).out.trim().to_owned();
    let mut file = std::fs::File::create(&fill).expect("made");
    while std::io::Write::write_all(&mut file, &[0; 65536]).is_ok() {}
    drop(file);
    let serving = Serving::of(command(&["serve", "--listen", "127.0.0.1:0"]));
    let line = serving.says("listens at");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    let ask = |path: &str| talk::tcp(&address, request("GET", path, Some(&token), "").as_bytes());
    for path in ["/health", "/v1/status", "/v1/invoices?limit=1"] {
        let reply = ask(path);
        assert_eq!(reply.status, 200, "{path} on a full disk: {}", reply.text());
    }
    std::fs::remove_file(&fill).expect("removed");
    std::thread::sleep(Duration::from_millis(1100));
    // The next answer is of the store itself; the schedule syncs it.
    assert_eq!(ask("/v1/invoices?limit=1").json()["total"], 5);
    let deadline = std::time::Instant::now() + Duration::from_secs(100);
    loop {
        let runs: serde_json::Value = serde_json::from_str(&expect(0, &["logs", "--json"]).out).expect("JSON");
        let newest = &runs["runs"][0];
        if newest["trigger"] == "schedule" && newest["status"] == "completed" {
            break;
        }
        assert!(std::time::Instant::now() < deadline, "no scheduled sync: {runs}");
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!(house.join("store/faktura.sock").exists(), "it is the host");
    serving.signal(rustix::process::Signal::TERM);
    assert_eq!(serving.ends(), Some(0));
    expect(0, &["check"]);
}

#[test]
fn too_few_files_are_named_as_files() {
    let home = Home::new();
    let mut command = home.command(&[]);
    let program = command.get_program().to_owned();
    command = {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", "ulimit -n 5; exec \"$0\" status"]).arg(program).env_clear().env("FAKTURA_HOME", home.path());
        shell.env("PATH", "/usr/bin:/bin").env("LANG", "en_US.UTF-8");
        shell.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        shell
    };
    let ran = crate::support::ran(command);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("ulimit -n") && !ran.err.contains("ulimit -u"), "{}", ran.err);
}
