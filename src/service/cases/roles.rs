//! Every role that the configuration and the tokens give.

use serde::{Deserialize, Serialize};

use crate::config::Grants;
use crate::domain::Role;
use crate::service::{Action, Audit, Context, Granted, GrantedBy, Patience, Repeat, Result, Scope, UseCase};

/// Reads every role: that of the store's owner, those of the configuration, those of tokens.
#[derive(Debug, Serialize, Deserialize)]
pub struct Roles;

impl UseCase for Roles {
    type Answer = Vec<Granted>;
    const ACTION: Action = Action::Audit;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Vec<Granted>> {
        cx.blocking(|cx| {
            let access = &cx.local.options.config.access;
            let mut all = vec![Granted { who: String::new(), role: Role::Admin, companies: Vec::new(), by: GrantedBy::Owner }];
            all.extend(granted(&access.everywhere, None));
            all.extend(access.companies.iter().flat_map(|(name, grants)| granted(grants, Some(name))));
            let names = cx.names();
            all.extend(cx.local.tokens.all()?.into_iter().map(|token| Granted {
                who: token.name,
                role: token.role,
                companies: token.companies.iter().map(|id| names.get(id).cloned().unwrap_or_else(|| id.to_string())).collect(),
                by: GrantedBy::Token,
            }));
            Ok(all)
        })
        .await
    }
}

fn granted<'a>(grants: &'a Grants, company: Option<&'a String>) -> impl Iterator<Item = Granted> + 'a {
    let admins = grants.admins.iter().map(|who| (who, Role::Admin));
    let members = grants.members.iter().map(|who| (who, Role::Member));
    admins.chain(members).chain(grants.viewers.iter().map(|who| (who, Role::Viewer))).map(move |(who, role)| Granted {
        who: who.clone(),
        role,
        companies: company.into_iter().cloned().collect(),
        by: GrantedBy::Config,
    })
}
