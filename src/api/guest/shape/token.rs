//! Tokens, and on whose behalf something is asked.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_with::{DisplayFromStr, serde_as};

use super::company::Secret;
use super::stands_for;
use super::sync::{ActorShape, IdShape};
use crate::domain::{Actor, CompanyId, Role, Token, TokenHash, TokenId};
use crate::service::{Caller, IssuedToken, NewToken, Place};

#[derive(Serialize, Deserialize)]
#[serde(remote = "Role")]
enum RoleShape {
    Viewer,
    Admin,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "TokenId")]
struct TokenIdShape(u32);

#[derive(Serialize, Deserialize)]
#[serde(remote = "TokenHash")]
pub(super) struct TokenHashShape([u8; 32]);

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Token")]
pub(super) struct TokenShape {
    #[serde_as(as = "TokenIdShape")]
    id: TokenId,
    name: String,
    #[serde_as(as = "RoleShape")]
    role: Role,
    #[serde_as(as = "Vec<IdShape>")]
    companies: Vec<CompanyId>,
    #[serde_as(as = "DisplayFromStr")]
    created: Timestamp,
    #[serde_as(as = "ActorShape")]
    created_by: Actor,
    #[serde_as(as = "Option<DisplayFromStr>")]
    expires: Option<Timestamp>,
    #[serde_as(as = "TokenHashShape")]
    hash: TokenHash,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "NewToken")]
pub(super) struct NewTokenShape {
    name: String,
    #[serde_as(as = "RoleShape")]
    role: Role,
    #[serde_as(as = "Vec<IdShape>")]
    companies: Vec<CompanyId>,
    #[serde_as(as = "Option<DisplayFromStr>")]
    expires: Option<Timestamp>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "IssuedToken")]
pub(super) struct IssuedTokenShape {
    #[serde_as(as = "TokenShape")]
    token: Token,
    #[serde_as(as = "Secret")]
    secret: SecretString,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Place")]
enum PlaceShape {
    Named(String),
    Numbered(#[serde_as(as = "IdShape")] CompanyId),
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Caller")]
pub(crate) struct CallerShape {
    #[serde_as(as = "ActorShape")]
    actor: Actor,
    from: String,
    #[serde_as(as = "Option<RoleShape>")]
    everywhere: Option<Role>,
    #[serde_as(as = "Vec<(PlaceShape, RoleShape)>")]
    companies: Vec<(Place, Role)>,
    /// Never sent: nothing that another process says makes it the owner.
    #[serde(skip)]
    owner: bool,
}

stands_for! {
    RoleShape: Role, TokenIdShape: TokenId, TokenHashShape: TokenHash, TokenShape: Token, NewTokenShape: NewToken,
    IssuedTokenShape: IssuedToken, PlaceShape: Place, CallerShape: Caller,
}
