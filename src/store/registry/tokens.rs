//! The tokens of a store, in a small file of their own: hashes, never a token.
//!
//! They are in no backup: restoring an old one would bring back what was revoked since.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::directory::Directory;
use super::{Files, damaged, envelope};
use crate::domain::token::hex;
use crate::domain::{Actor, CompanyId, Role, Token, TokenHash, TokenId};
use crate::store::StoreError;

/// The version that this program writes.
const VERSION: u32 = 1;
/// File of the tokens.
pub(super) const FILE: &str = "tokens.json";

/// The tokens of a store. Calls that change block for the time of a small file; reading is from memory.
#[derive(Debug)]
pub struct Tokens {
    directory: Arc<dyn Directory>,
    /// Read when it is first needed: a damaged file closes the network's door and nothing else.
    state: Mutex<Option<State>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    next_id: u32,
    tokens: Vec<Token>,
}

#[derive(Serialize, Deserialize)]
struct Data {
    next_id: u32,
    tokens: Vec<Stored>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    id: u32,
    name: String,
    role: String,
    companies: Vec<u32>,
    created: String,
    created_by: String,
    expires: Option<String>,
    sha256: String,
}

impl Tokens {
    /// The tokens of the store in this folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { directory: Arc::new(Files::at(folder)), state: Mutex::new(None) }
    }

    /// The tokens of a directory.
    #[cfg_attr(not(any(test, feature = "postgres")), expect(dead_code, reason = "files are the only directory"))]
    pub(crate) fn of(directory: Arc<dyn Directory>) -> Self {
        Self { directory, state: Mutex::new(None) }
    }

    /// Every token, in the order of their numbers.
    pub fn all(&self) -> Result<Vec<Token>, StoreError> {
        self.look(<[Token]>::to_vec)
    }

    /// The token of this hash.
    pub fn find(&self, hash: &TokenHash) -> Result<Option<Token>, StoreError> {
        self.look(|tokens| tokens.iter().find(|token| token.hash == *hash).cloned())
    }

    /// Adds a token, durably, and gives it its number; `token.id` is ignored.
    pub fn add(&self, mut token: Token) -> Result<Token, StoreError> {
        self.change(|state| {
            token.id = TokenId(state.next_id);
            state.next_id = state.next_id.checked_add(1).ok_or_else(|| StoreError::TooLarge { what: "number".to_owned() })?;
            state.tokens.push(token.clone());
            Ok(token.clone())
        })
    }

    /// Forgets a token, durably. Returns what it was.
    pub fn remove(&self, id: TokenId) -> Result<Option<Token>, StoreError> {
        self.change(|state| {
            let index = state.tokens.iter().position(|token| token.id == id);
            Ok(index.map(|index| state.tokens.remove(index)))
        })
    }

    fn look<T>(&self, look: impl FnOnce(&[Token]) -> T) -> Result<T, StoreError> {
        let mut state = self.state();
        // What another machine revoked is not valid here either.
        let shared = self.directory.version()?.is_some();
        if let Some(state) = state.as_ref().filter(|_| !shared) {
            return Ok(look(&state.tokens));
        }
        Ok(look(&state.insert(self.load()?).tokens))
    }

    fn state(&self) -> MutexGuard<'_, Option<State>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is kept, then what is in memory; neither when it fails.
    fn change<T>(&self, mut change: impl FnMut(&mut State) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut state = self.state();
        let mut done = None;
        let place = self.directory.place(FILE);
        self.directory.change_sheet(FILE, &mut |content| {
            let before = State::of(content, &place)?;
            let mut after = before.clone();
            let result = change(&mut after)?;
            let data = Data { next_id: after.next_id, tokens: after.tokens.iter().map(Into::into).collect() };
            let bytes = if after == before { None } else { Some(envelope::write(&data, VERSION)?) };
            done = Some((result, after));
            Ok(bytes)
        })?;
        let (result, after) =
            done.ok_or_else(|| StoreError::Database { detail: "a change of the tokens was not made".to_owned() })?;
        *state = Some(after);
        Ok(result)
    }

    fn load(&self) -> Result<State, StoreError> {
        State::of(self.directory.sheet(FILE)?.as_deref(), &self.directory.place(FILE))
    }
}

/// Number of tokens in the bytes of their file; 0 where it does not decode.
pub(in crate::store) fn tokens_in(content: &[u8]) -> usize {
    State::of(Some(content), Path::new(FILE)).map_or(0, |state| state.tokens.len())
}

impl State {
    fn of(content: Option<&[u8]>, path: &Path) -> Result<Self, StoreError> {
        let Some(content) = content else { return Ok(Self { next_id: 1, tokens: Vec::new() }) };
        let data: Data = envelope::read(content, path, VERSION)?;
        let tokens = data.tokens.into_iter().map(Stored::token).collect::<Option<Vec<_>>>();
        Ok(Self { next_id: data.next_id, tokens: tokens.ok_or_else(|| damaged(path))? })
    }
}

impl From<&Token> for Stored {
    fn from(token: &Token) -> Self {
        Self {
            id: token.id.0,
            name: token.name.clone(),
            role: token.role.as_str().to_owned(),
            companies: token.companies.iter().map(|id| id.0).collect(),
            created: token.created.to_string(),
            created_by: token.created_by.0.clone(),
            expires: token.expires.map(|at| at.to_string()),
            sha256: hex(&token.hash.0),
        }
    }
}

impl Stored {
    /// Decodes the stored form; `None` for an unknown value.
    fn token(self) -> Option<Token> {
        let expires = self.expires.map(|at| at.parse::<Timestamp>()).transpose().ok()?;
        Some(Token {
            id: TokenId(self.id),
            name: self.name,
            role: Role::parse(&self.role)?,
            companies: self.companies.into_iter().map(CompanyId).collect(),
            created: self.created.parse().ok()?,
            created_by: Actor(self.created_by),
            expires,
            hash: TokenHash(bytes(&self.sha256)?),
        })
    }
}

/// 32 bytes of their hexadecimal digits.
fn bytes(hex: &str) -> Option<[u8; 32]> {
    let digits = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes = hex.as_bytes().chunks(2).map(digits).collect::<Option<Vec<u8>>>()?;
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(name: &str, byte: u8) -> Token {
        Token {
            id: TokenId(0),
            name: name.to_owned(),
            role: Role::Admin,
            companies: vec![CompanyId(2)],
            created: Timestamp::UNIX_EPOCH,
            created_by: Actor("anna".to_owned()),
            expires: Some(Timestamp::MAX),
            hash: TokenHash([byte; 32]),
        }
    }

    #[test]
    fn tokens_survive_until_they_are_revoked_and_numbers_are_never_reused() {
        let dir = tempfile::tempdir().expect("a folder");
        let tokens = Tokens::new(dir.path());
        let one = tokens.add(token("egy", 0xab)).expect("added");
        let two = tokens.add(Token { expires: None, companies: Vec::new(), ..token("kettő", 2) }).expect("added");
        let again = Tokens::new(dir.path());
        assert_eq!(again.all().expect("read"), [one.clone(), two.clone()]);
        assert_eq!(again.find(&TokenHash([0xab; 32])).expect("read"), Some(one));
        assert_eq!(again.remove(two.id).expect("removed"), Some(two.clone()));
        assert_eq!(again.find(&two.hash).expect("read"), None);
        assert_eq!(again.add(token("három", 3)).expect("added").id, TokenId(3));
        let path = dir.path().join(FILE);
        let mut damaged = std::fs::read(&path).expect("there");
        damaged[120] ^= 1;
        std::fs::write(&path, damaged).expect("written");
        assert!(matches!(Tokens::new(dir.path()).all(), Err(StoreError::Damaged { .. })));
    }
}
