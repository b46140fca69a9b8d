//! Changing several settings at once: such as are right only together, and entries of lists.
//!
//! For: the screen, where a form has several lines. Uses: [`change`](super::change()) and its judges. Never: a secret.

use std::io;
use std::path::Path;

use super::change::{EditError, Judge, base, candidates, hides, lock, real, without_variables, write};
use super::datum::Datum;
use super::{Access, Config, ConfigError, Env, Grants, Origin, edit, file, text};
use crate::domain::Role;

/// A setting with what was typed; `None` gives it its default again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Its names, from the section on.
    names: Vec<String>,
    /// A text, a number, or TOML.
    typed: Option<String>,
}

impl Edit {
    /// A setting such as `alerts.on`.
    #[must_use]
    pub fn of(key: &str, typed: Option<String>) -> Self {
        Self { names: key.split('.').map(str::to_owned).collect(), typed }
    }
}

/// What is to be changed of the configuration as it is.
pub type Edits<'a> = &'a dyn Fn(&Config) -> Vec<Edit>;

/// Changes settings of the file at `path` together, where `also` has nothing to say against the new configuration. Returns whether the
/// file changed. Blocks.
///
/// # Errors
/// The file is unchanged then.
pub fn change_all(path: &Path, edits: Edits<'_>, env: Env<'_>, also: Judge<'_>) -> Result<bool, EditError> {
    let not_written = |error: io::Error| EditError::NotWritten { path: path.to_path_buf(), detail: error.to_string() };
    let folder = real(path).parent().map(Path::to_path_buf).unwrap_or_default();
    // Of two changes at once the second one starts with what the first one wrote.
    let _lock = lock(&folder).map_err(not_written)?;
    let before = text::read(path).map_err(EditError::Elsewhere)?;
    let env = without_variables(env);
    let (config, _) = file::parse(path, &before, &env).map_err(EditError::Elsewhere)?;
    let edits = edits(&config);
    let (mut after, mut lines) = (before.clone(), String::new());
    for edit in &edits {
        let value = one(path, &mut after, edit, &env)?;
        lines = edit::with(&lines, &edit.names, value.as_ref()).unwrap_or(lines);
    }
    judge(path, &after, &edits, &env, also)?;
    if after == before {
        return Ok(false);
    }
    write(path, &after).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            EditError::ReadOnly { path: path.to_path_buf(), lines: lines.trim_end().to_owned() }
        }
        _ => not_written(error),
    })?;
    Ok(true)
}

/// Makes one change in a text; returns the value. What other settings lack beside it is judged when all are made.
fn one(path: &Path, after: &mut String, edit: &Edit, env: Env<'_>) -> Result<Option<Datum>, EditError> {
    let closed = || EditError::ReadOnly { path: path.to_path_buf(), lines: edit::line(&edit.names, None) };
    let Some(typed) = &edit.typed else {
        *after = edit::with(after, &edit.names, None).ok_or_else(closed)?;
        return Ok(None);
    };
    let key = base(&edit.names);
    let mut wrong = None;
    for candidate in candidates(&edit.names, std::slice::from_ref(typed)) {
        let Some(text) = edit::with(after, &edit.names, Some(&candidate)) else { continue };
        match fault(path, &text, &[key.as_str()], env) {
            // A value that is right by itself, but lacks another one, may get it by the next change.
            None
            | Some(EditError::Wrong(ConfigError::Value {
                wrong: super::Wrong::EmailIncomplete | super::Wrong::SmtpOpen, ..
            })) => {
                *after = text;
                return Ok(Some(candidate));
            }
            Some(error) => wrong = Some(error),
        }
    }
    Err(wrong.unwrap_or_else(closed))
}

/// The error of one of these settings in a text.
fn fault(path: &Path, text: &str, keys: &[&str], env: Env<'_>) -> Option<EditError> {
    let (first, others) = *file::whole(path, text, env).err()?;
    let ours = |error: &ConfigError| matches!(error, ConfigError::Value { key, .. } if keys.contains(key));
    let found = std::iter::once(first).chain(others).find(ours)?;
    Some(EditError::Wrong(match found {
        ConfigError::Value { key, value, wrong, .. } => {
            let value = if hides(key) { "…".to_owned() } else { value };
            ConfigError::Value { place: Origin::Typed, key, value, wrong }
        }
        other => other,
    }))
}

/// Judges the text with every change.
fn judge(path: &Path, text: &str, edits: &[Edit], env: Env<'_>, also: Judge<'_>) -> Result<(), EditError> {
    let keys: Vec<String> = edits.iter().map(|edit| base(&edit.names)).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    if let Some(error) = fault(path, text, &keys, env) {
        return Err(error);
    }
    match file::whole(path, text, env) {
        Ok((config, _)) => also(&config).map_or(Ok(()), |message| Err(EditError::Refused { message })),
        Err(errors) => Err(EditError::Elsewhere(errors.0)),
    }
}

/// A role of a user or a group, everywhere or in the company of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The user, or the group after `@`.
    pub who: String,
    /// The role.
    pub role: Role,
    /// The company; `None` for all.
    pub company: Option<String>,
}

const ROLES: [(Role, &str); 3] = [(Role::Admin, "admins"), (Role::Viewer, "viewers"), (Role::Member, "members")];

impl Grants {
    /// The users and groups with a role.
    #[must_use]
    pub fn of(&self, role: Role) -> &[String] {
        match role {
            Role::Admin => &self.admins,
            Role::Viewer => &self.viewers,
            Role::Member => &self.members,
        }
    }
}

impl Access {
    /// Every role that it gives.
    #[must_use]
    pub fn grants(&self) -> Vec<Grant> {
        let of = |grants: &Grants, company: Option<&String>| -> Vec<Grant> {
            let one = |role: Role| {
                grants
                    .of(role)
                    .iter()
                    .map(move |who| Grant { who: who.clone(), role, company: company.cloned() })
                    .collect::<Vec<_>>()
            };
            ROLES.into_iter().flat_map(|(role, _)| one(role)).collect()
        };
        let within = self.companies.iter().flat_map(|(name, grants)| of(grants, Some(name)));
        of(&self.everywhere, None).into_iter().chain(within).collect()
    }

    /// The changes that take roles away and give others. In one place a user has one role at a time.
    #[must_use]
    pub fn granting(&self, gone: &[Grant], new: Option<&Grant>) -> Vec<Edit> {
        let mut places: Vec<Option<&String>> = gone.iter().chain(new).map(|grant| grant.company.as_ref()).collect();
        places.sort();
        places.dedup();
        places.into_iter().flat_map(|company| self.granting_in(company, gone, new)).collect()
    }

    fn granting_in(&self, company: Option<&String>, gone: &[Grant], new: Option<&Grant>) -> Vec<Edit> {
        let none = Grants::default();
        let known = match company {
            None => &self.everywhere,
            Some(name) => self.companies.iter().find(|(known, _)| known == name).map_or(&none, |(_, grants)| grants),
        };
        let here = |grant: &&Grant| grant.company.as_ref() == company;
        let new = new.filter(|grant| here(grant));
        let one = |(role, list): (Role, &'static str)| {
            let before = known.of(role);
            let leaves = |who: &String| {
                let is_gone = gone.iter().filter(here).any(|grant| grant.who == *who && grant.role == role);
                is_gone || new.is_some_and(|grant| grant.who == *who && grant.role != role)
            };
            let mut after: Vec<String> = before.iter().filter(|who| !leaves(who)).cloned().collect();
            after.extend(new.filter(|grant| grant.role == role && !after.contains(&grant.who)).map(|grant| grant.who.clone()));
            (after != before).then(|| {
                let mut names = vec!["access".to_owned()];
                names.extend(company.iter().flat_map(|name| ["companies".to_owned(), (*name).clone()]));
                names.push(list.to_owned());
                let typed = Datum::List(after.into_iter().map(Datum::Text).collect());
                Edit { names, typed: Some(typed).filter(|list| *list != Datum::List(Vec::new())).map(|list| list.to_string()) }
            })
        };
        ROLES.into_iter().filter_map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(_: &str) -> Option<String> {
        None
    }

    fn file(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).expect("writes");
        (folder, path)
    }

    fn grant(who: &str, role: Role, company: Option<&str>) -> Grant {
        Grant { who: who.to_owned(), role, company: company.map(str::to_owned) }
    }

    fn granted(path: &Path, gone: &[Grant], new: Option<&Grant>) -> Result<bool, EditError> {
        change_all(path, &|config| config.access.granting(gone, new), &none, &|_| None)
    }

    #[test]
    fn a_role_is_given_moved_and_taken_away_and_comments_stay() {
        let (_folder, path) = file("# ours\n[access]\ngroup = \"accounting\" # the group\nviewers = [\"bela\"]\n");
        assert_eq!(granted(&path, &[], Some(&grant("anna", Role::Viewer, None))), Ok(true));
        assert_eq!(granted(&path, &[], Some(&grant("anna", Role::Viewer, None))), Ok(false), "twice changes nothing");
        // In one place there is one role at a time.
        assert_eq!(granted(&path, &[], Some(&grant("anna", Role::Admin, None))), Ok(true));
        assert_eq!(granted(&path, &[], Some(&grant("@audit", Role::Viewer, Some("MEDKA \"Kft.\"")))), Ok(true));
        let config = Config::load(&path, &none).expect("right");
        assert_eq!(
            config.access.grants(),
            [
                grant("anna", Role::Admin, None),
                grant("bela", Role::Viewer, None),
                grant("@audit", Role::Viewer, Some("MEDKA \"Kft.\""))
            ]
        );
        let gone = [grant("bela", Role::Viewer, None), grant("@audit", Role::Viewer, Some("MEDKA \"Kft.\""))];
        assert_eq!(granted(&path, &gone, None), Ok(true));
        let text = std::fs::read_to_string(&path).expect("reads");
        assert!(text.contains("# ours") && text.contains("# the group") && !text.contains("bela"), "{text}");
        assert_eq!(Config::load(&path, &none).expect("right").access.grants(), [grant("anna", Role::Admin, None)]);
    }

    #[test]
    fn what_is_right_only_together_is_written_together_or_not_at_all() {
        let (_folder, path) = file("lang = \"hu\"\n");
        let edit = |key: &str, typed: &str| Edit::of(key, Some(typed.to_owned()));
        let all = [
            edit("alerts.email_to", "[\"a@example.com\", \"b@example.com\"]"),
            edit("alerts.email_from", "faktura@example.com"),
            edit("alerts.smtp_host", "mail.example.com"),
            edit("alerts.stale_after", "2h"),
        ];
        let written = |edits: &[Edit]| change_all(&path, &|_| edits.to_vec(), &none, &|_| None);
        let missing: Vec<Edit> = all.iter().filter(|edit| edit.names[1] != "smtp_host").cloned().collect();
        assert!(matches!(written(&missing), Err(EditError::Wrong(_))), "{:?}", written(&missing));
        assert_eq!(std::fs::read_to_string(&path).expect("reads"), "lang = \"hu\"\n");
        assert_eq!(written(&all), Ok(true));
        assert_eq!(Config::load(&path, &none).expect("right").alerts.email.expect("set").to.len(), 2);
        assert!(matches!(written(&[edit("alerts.stale_after", "1s")]), Err(EditError::Wrong(_))));
        let gone = ["alerts.smtp_host", "alerts.email_from", "alerts.email_to"].map(|key| Edit::of(key, None));
        assert_eq!(written(&gone), Ok(true));
        assert_eq!(Config::load(&path, &none).expect("right").alerts.email, None);
    }
}
