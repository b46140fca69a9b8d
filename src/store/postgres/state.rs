//! The states of a store by name, and what was written between one of them and now: the journals tell.
//!
//! For: indexes and screens of any process on the database. Uses: heads, journals. Never: a clock; a name says how far each journal is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::fail::Fail;
use super::session::{Scope, Tx, column, read};
use super::{PostgresStore, narrow, wide};
use crate::domain::{Record, RecordKey};
use crate::store::StoreError;
use crate::store::journal::frame;
use crate::store::record::{Entry, decode};
use crate::store::sled::ROW_RULES;

/// If more entries of the journals would have to be read, every row is read instead.
const ENTRIES: u64 = 5000;

/// The same if more than one record in so many was written since.
const MANY: u64 = 8;

/// The end of a journal: its last entry, and the beginning of the chain there. A database that was restored and went on has other entries under
/// the same numbers.
type End = (u64, u32);

/// A state: of which store, under which rules for rows, after how many commits, and how far each journal is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    identity: String,
    rules: u32,
    commits: u64,
    ends: BTreeMap<i64, End>,
}

impl State {
    fn name(&self) -> String {
        let mut name = format!("{}-{}-{}-", self.identity, self.rules, self.commits);
        for (company, (end, mark)) in &self.ends {
            let _ = write!(name, "{company}:{end}:{mark:x},");
        }
        name
    }

    fn parse(name: &str) -> Option<Self> {
        let parts: Vec<&str> = name.split('-').collect();
        let [identity, rules, commits, ends] = *parts.as_slice() else { return None };
        let end = |pair: &str| {
            let (company, end) = pair.split_once(':')?;
            let (end, mark) = end.split_once(':')?;
            Some((company.parse().ok()?, (end.parse().ok()?, u32::from_str_radix(mark, 16).ok()?)))
        };
        let ends = ends.split(',').filter(|pair| !pair.is_empty()).map(end).collect::<Option<_>>()?;
        Some(Self { identity: identity.to_owned(), rules: rules.parse().ok()?, commits: commits.parse().ok()?, ends })
    }

    fn now(tx: &mut Tx<'_>) -> Result<Self, Fail> {
        let row = tx.row("SELECT encode(identity, 'hex') FROM house WHERE company = 0", &[])?;
        let identity: String = row.map(|row| column(&row, 0)).transpose()?.unwrap_or_default();
        let mut state = Self { identity, rules: ROW_RULES, commits: 0, ends: BTreeMap::new() };
        for row in tx.rows("SELECT company, sequence, commits, substr(chain, 1, 4) FROM head ORDER BY company", &[])? {
            let (company, end, commits): (i64, i64, i64) = (column(&row, 0)?, column(&row, 1)?, column(&row, 2)?);
            state.commits = state.commits.saturating_add(wide(commits));
            if end > 0 {
                state.ends.insert(company, (wide(end), mark(column(&row, 3)?)));
            }
        }
        Ok(state)
    }
}

impl PostgresStore {
    pub(super) fn state_now(&self) -> Result<String, StoreError> {
        read(&self.pool, &Scope::All, |tx| State::now(tx).map(|state| state.name()))
    }

    /// The records that were written since it was in a state.
    pub(super) fn touched(&self, since: &str) -> Result<Option<Vec<RecordKey>>, StoreError> {
        let Some(then) = State::parse(since) else { return Ok(None) };
        read(&self.pool, &Scope::All, |tx| {
            let now = State::now(tx)?;
            let passed =
                |(company, end): (&i64, &End)| now.ends.get(company).is_some_and(|known| known.0 > end.0 || known == end);
            if (&then.identity, then.rules) != (&now.identity, now.rules)
                || then.commits > now.commits
                || !then.ends.iter().all(passed)
            {
                return Ok(None);
            }
            let from = |company: &i64| then.ends.get(company).copied().unwrap_or_default();
            let grown: BTreeMap<i64, End> = now
                .ends
                .iter()
                .filter(|(company, end)| from(company).0 < end.0)
                .map(|(company, _)| (*company, from(company)))
                .collect();
            let end = |company| now.ends.get(company).copied().unwrap_or_default().0;
            let fresh: u64 = grown.iter().map(|(company, from)| end(company).saturating_sub(from.0)).sum();
            if fresh > ENTRIES {
                return Ok(None);
            }
            let Some(touched) = touched(tx, &grown, &now.ends)? else { return Ok(None) };
            let written = u64::try_from(touched.len()).unwrap_or(u64::MAX);
            let many = written.saturating_mul(MANY);
            let sql = "SELECT count(*) FROM (SELECT 1 FROM record LIMIT $1) AS first";
            let all: i64 = tx.row(sql, &[&narrow(many)])?.map(|row| column(&row, 0)).transpose()?.unwrap_or_default();
            Ok((many <= wide(all)).then(|| touched.into_iter().collect()))
        })
    }
}

/// The records that the entries after these tell of, to the ends that the journals have now; `None` if a company went, if these are not the
/// entries that were there then, or if one is missing.
fn touched(tx: &mut Tx<'_>, after: &BTreeMap<i64, End>, ends: &BTreeMap<i64, End>) -> Result<Option<BTreeSet<RecordKey>>, Fail> {
    let companies: Vec<i64> = after.keys().copied().collect();
    let past: Vec<i64> = after.values().map(|end| narrow(end.0)).collect();
    let sql = "SELECT j.company, j.sequence, j.frame FROM journal j JOIN unnest($1::bigint[], $2::bigint[]) AS k (company, past) \
               ON j.company = k.company AND j.sequence >= k.past ORDER BY j.company, j.sequence";
    let mut touched = BTreeSet::new();
    let mut unmet: BTreeMap<i64, End> = after.iter().filter(|(_, end)| end.0 > 0).map(|(of, end)| (*of, *end)).collect();
    let mut read: BTreeMap<i64, u64> = after.iter().map(|(of, end)| (*of, end.0)).collect();
    for row in tx.rows(sql, &[&companies, &past])? {
        let (company, sequence, bytes): (i64, i64, &[u8]) = (column(&row, 0)?, column(&row, 1)?, column(&row, 2)?);
        if let Some((end, known)) = unmet.remove(&company) {
            let here = frame::parse(bytes, 0).map(|frame| (wide(sequence), mark(&frame.chain)));
            if here != Some((end, known)) {
                return Ok(None);
            }
            continue;
        }
        // What a lost or damaged entry told is not known: every row is read, and `check` names the entry.
        if read.insert(company, wide(sequence)).is_none_or(|before| wide(sequence) != before + 1) {
            return Ok(None);
        }
        let Some(entry) = entry(bytes) else { return Ok(None) };
        match entry {
            Entry::CompanyRemoved(_) | Entry::Lost => return Ok(None),
            Entry::Commit(commit) => touched.extend(commit.keys()),
            Entry::Own(own) => {
                touched.extend(own.documents.iter().map(Record::key));
                touched.extend(own.settled_documents());
            }
            _ => {}
        }
    }
    let whole = unmet.is_empty() && read.iter().all(|(of, last)| ends.get(of).is_some_and(|end| end.0 == *last));
    Ok(whole.then_some(touched))
}

/// The beginning of a chain.
fn mark(chain: &[u8]) -> u32 {
    chain.first_chunk::<4>().copied().map_or(0, u32::from_be_bytes)
}

/// The entry of a frame.
pub(super) fn entry(bytes: &[u8]) -> Option<Entry> {
    let frame = frame::parse(bytes, 0)?;
    decode(bytes.get(frame.payload)?).ok()
}
