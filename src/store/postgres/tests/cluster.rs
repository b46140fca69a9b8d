//! A `PostgreSQL` for the tests.
//!
//! `FAKTURA_TEST_POSTGRES` is the address of one, of a role that may make schemas and roles; then a test that lacks anything fails. Without
//! it a cluster of this process is started, if the programs are found; it ends with the process.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const VARIABLE: &str = "FAKTURA_TEST_POSTGRES";

/// Password of the role of the tests.
pub(crate) const PASSWORD: &str = "not-a-secret";

const PROGRAMS: [&str; 5] = ["initdb", "pg_ctl", "pg_isready", "postgres", "psql"];

/// Runs a server until its input ends; then it and its folder go.
const KEEPER: &str = r#"
"$1/postgres" -D "$2" -p "$3" -k "$4" -h 127.0.0.1 -F -c max_connections=200 -c shared_buffers=64MB -c log_min_messages=fatal >>"$4/log" 2>&1 &
server=$!
cat >/dev/null
# A server that is only just starting does not hear the first one.
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  kill -QUIT "$server" 2>/dev/null || break
  [ -e "$2/postmaster.pid" ] || break
  sleep 0.3
done
kill -KILL "$server" 2>/dev/null
wait "$server"
[ "$5" = keep ] || rm -rf "$4"
"#;

/// A server of the tests.
pub(crate) struct Server {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
    user: Option<(u32, u32)>,
    keepers: Mutex<Vec<Child>>,
}

/// The address of the server that tests share; `None` where there is none.
pub(crate) fn url() -> Option<String> {
    static SHARED: OnceLock<Option<String>> = OnceLock::new();
    let shared = || match std::env::var(VARIABLE) {
        Ok(url) => Some(url),
        // It lives as long as the process: what ends it is the end of its keeper's input.
        Err(_) => Server::start().map(|server| Box::leak(Box::new(server)).url()),
    };
    SHARED.get_or_init(shared).clone()
}

/// Says that a test does not run.
fn skipped(why: &str) {
    assert!(std::env::var_os(VARIABLE).is_none(), "{VARIABLE} is set, but {why}");
    let _ = writeln!(std::io::stderr(), "\n*** SKIPPED, no test of the store on PostgreSQL runs: {why} ***\n");
}

/// The folder with the programs of the newest `PostgreSQL`.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    let mut found: Vec<PathBuf> =
        versions.chain(on_path).filter(|folder| PROGRAMS.iter().all(|name| folder.join(name).exists())).collect();
    found.sort();
    found.pop()
}

/// A user that is not root: `PostgreSQL` does not run as root.
fn user() -> Option<(u32, u32)> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let of = |name: &str| {
        let line = users.lines().find_map(|line| line.strip_prefix(&format!("{name}:x:")))?;
        let mut numbers = line.split(':').map(str::parse::<u32>);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    };
    of("postgres").or_else(|| of("nobody"))
}

impl Server {
    /// Makes a cluster in a folder of its own and starts it; `None` without the programs.
    pub(crate) fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            skipped("initdb is not installed (Debian: postgresql)");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let user = user();
        if let Some((user, group)) = user {
            chown(folder.path(), Some(user), Some(group)).expect("given away");
        }
        let server = Self { folder, programs, port: free_port(), user, keepers: Mutex::default() };
        let initdb =
            server.run("initdb", &["-U", "admin", "-A", "trust", "-N", "-E", "UTF8", "--locale=C", "-D"], &[&server.data()]);
        assert!(initdb, "initdb failed");
        let access = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n";
        fs::write(server.data().join("pg_hba.conf"), access).expect("written");
        server.go();
        server.admin(&format!("CREATE ROLE faktura LOGIN CREATEROLE PASSWORD '{PASSWORD}'"));
        server.admin("CREATE DATABASE faktura OWNER faktura");
        Some(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://faktura:{PASSWORD}@127.0.0.1:{}/faktura", self.port)
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Starts the server and waits until it answers.
    pub(crate) fn go(&self) {
        let mut command = self.command(Path::new("sh"));
        let port = self.port.to_string();
        let keep = if self.keepers.lock().expect("whole").is_empty() { "remove" } else { "keep" };
        command.args(["-c", KEEPER, "keeper"]).arg(&self.programs).arg(self.data()).arg(&port).arg(self.folder.path()).arg(keep);
        let keeper = command.stdin(Stdio::piped()).spawn().expect("started");
        self.keepers.lock().expect("whole").push(keeper);
        let deadline = Instant::now() + Duration::from_mins(2);
        let host = self.folder.path().display().to_string();
        while !self.run("pg_isready", &["-q", "-h", &host, "-p", &port], &[]) {
            assert!(Instant::now() < deadline, "the server does not start: {}", self.log());
            sleep(Duration::from_millis(50));
        }
    }

    /// Ends the server at once, as a crash does.
    pub(crate) fn crash(&self) {
        assert!(self.run("pg_ctl", &["stop", "-s", "-m", "immediate", "-D"], &[&self.data()]), "it stops");
    }

    /// Runs a statement as the superuser.
    pub(crate) fn admin(&self, sql: &str) {
        let (host, port) = (self.folder.path().display().to_string(), self.port.to_string());
        let args = ["-q", "-X", "-v", "ON_ERROR_STOP=1", "-U", "admin", "-h", &host, "-p", &port, "-d", "postgres", "-c", sql];
        assert!(self.run("psql", &args, &[]), "{sql}");
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((user, group)) = self.user {
            command.gid(group).uid(user);
        }
        command
    }

    fn run(&self, program: &str, args: &[&str], paths: &[&Path]) -> bool {
        self.command(&self.programs.join(program)).args(args).args(paths).status().expect("runs").success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for mut keeper in self.keepers.lock().expect("whole").drain(..).rev() {
            drop(keeper.stdin.take());
            let _ = keeper.wait();
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}
