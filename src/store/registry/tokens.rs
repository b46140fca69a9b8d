//! The tokens of a store, in a small file of their own: hashes, never a token.
//!
//! They are in no backup: restoring an old one would bring back what was revoked since.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{damaged, envelope, lock_folder};
use crate::domain::token::hex;
use crate::domain::{Actor, CompanyId, Role, Token, TokenHash, TokenId};
use crate::store::StoreError;
use crate::store::file;

/// The version that this program writes.
const VERSION: u32 = 1;
/// File of the tokens.
const FILE: &str = "tokens.json";

/// The tokens of a store. Calls that change block for the time of a small file; reading is from memory.
#[derive(Debug)]
pub struct Tokens {
    folder: PathBuf,
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
        Self { folder: folder.to_owned(), state: Mutex::new(None) }
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
            Ok(token)
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
        if let Some(state) = &*state {
            return Ok(look(&state.tokens));
        }
        Ok(look(&state.insert(load(&self.folder)?).tokens))
    }

    fn state(&self) -> MutexGuard<'_, Option<State>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is on disk, then what is in memory; neither when it fails.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut state = self.state();
        let _lock = lock_folder(&self.folder)?;
        let before = load(&self.folder)?;
        let mut after = before.clone();
        let result = change(&mut after)?;
        if after != before {
            let data = Data { next_id: after.next_id, tokens: after.tokens.iter().map(Into::into).collect() };
            file::write(&self.folder.join(FILE), &envelope::write(&data, VERSION)?)?;
        }
        *state = Some(after);
        Ok(result)
    }
}

fn load(folder: &Path) -> Result<State, StoreError> {
    let path = folder.join(FILE);
    let Some(content) = file::read(&path)? else { return Ok(State { next_id: 1, tokens: Vec::new() }) };
    let data: Data = envelope::read(&content, &path, VERSION)?;
    let tokens = data.tokens.into_iter().map(Stored::token).collect::<Option<Vec<_>>>();
    Ok(State { next_id: data.next_id, tokens: tokens.ok_or_else(|| damaged(&path))? })
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
