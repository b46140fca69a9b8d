//! The settings as `config.toml` names them: key, default, range. What is asked for here is all there is.

use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeString, DeValue};

use super::alerts;
use super::mail::times;
use super::reader::Reader;
use super::value::{self, LANGS};
use super::{Access, Config, ConfigError, Env, Grants, Identity, Wrong};
use crate::remote;
use crate::sync::Settings;
use crate::sync::schedule::ScheduleSettings;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// The configuration of a file's text and the environment, and the names of all settings there are; or the first error.
pub(super) fn parse(path: &Path, text: &str, env: Env<'_>) -> Result<(Config, Vec<&'static str>), ConfigError> {
    whole(path, text, env).map_err(|errors| errors.0)
}

/// What is wrong with a configuration: the first error, and the others.
pub(super) type Errors = Box<(ConfigError, Vec<ConfigError>)>;

/// The same with every error, in the order of the file.
pub(super) fn whole(path: &Path, text: &str, env: Env<'_>) -> Result<(Config, Vec<&'static str>), Errors> {
    let default = Config::default();
    let mut r = Reader::new(path, text, env).map_err(|error| Box::new((error, Vec::new())))?;

    let lang = r.text("lang", default.lang, Wrong::Choice { allowed: LANGS }, value::lang);
    let log_level = r.text("log.level", default.log_level, Wrong::Level, value::level);
    let slack = super::slack::read(&mut r);
    let config = Config {
        lang: r.or_env("FAKTURA_LANG", "lang", lang, value::lang),
        sync: sync(&mut r, &default.sync),
        remote: remote(&mut r, &default.remote),
        connect_timeout: r.span("sync.connect_timeout", default.connect_timeout, SECOND..=2 * MINUTE),
        read_timeout: r.span("sync.read_timeout", default.read_timeout, SECOND..=10 * MINUTE),
        answer_timeout: r.span("sync.answer_timeout", default.answer_timeout, 5 * SECOND..=HOUR),
        identity: r.read("key.identity", default.identity, |found| identity(found, path, env)),
        access: Access {
            group: r.read("access.group", None, |found| match found.as_str() {
                Some("") => Ok(None),
                _ => one_name(found).map(Some),
            }),
            everywhere: Grants {
                admins: r.read("access.admins", Vec::new(), names),
                viewers: r.read("access.viewers", Vec::new(), names),
                members: r.read("access.members", Vec::new(), names),
            },
            companies: r.read("access.companies", Vec::new(), companies),
            local_addresses: r.read("access.local_addresses", false, |found| {
                found.as_bool().ok_or(Wrong::Choice { allowed: &["true", "false"] })
            }),
        },
        logins: super::logins::read(&mut r),
        alerts: alerts::read(&mut r, default.alerts, slack.as_ref()),
        push: super::push::read(&mut r),
        mail: super::mail::read(&mut r),
        reminders: super::reminders::read(&mut r),
        slack,
        schedule: schedule(&mut r, default.schedule),
        s3: super::s3::read(&mut r),
        calendars_every: r.span("calendar.every", default.calendars_every, Duration::ZERO..=DAY),
        screen: super::screen::read(&mut r, default.screen),
        store: super::store::read(&mut r, env),
        cache_bytes: r.size("store.cache", default.cache_bytes, 1 << 20..=16 << 30),
        log_level: r.or_env("FAKTURA_LOG", "log.level", log_level, value::level),
        log_files: r.number("log.keep", default.log_files, 1..=365),
    };
    match r.finish() {
        Ok(known) => Ok((config, known)),
        Err(errors) => {
            let mut errors = errors.into_iter();
            // There is one at least where it is an error; without any the configuration is good.
            errors.next().map_or_else(|| Ok((config, Vec::new())), |first| Err(Box::new((first, errors.collect()))))
        }
    }
}

fn sync(r: &mut Reader<'_>, default: &Settings) -> Settings {
    Settings {
        companies: r.number("sync.companies", default.companies, 1..=16),
        pages: r.number("sync.pages", default.pages, 1..=16),
        per_page: r.number("sync.per_page", default.per_page, 1..=1000),
        // Less than an hour would lose what was changed while the clocks were set back.
        overlap: r.span("sync.overlap", default.overlap, HOUR..=7 * DAY),
        lookback_days: r.number("sync.lookback_days", default.lookback_days, 0..=365),
        reconcile_days: r.number("sync.reconcile_days", default.reconcile_days, 1..=365),
    }
}

fn remote(r: &mut Reader<'_>, default: &remote::Settings) -> remote::Settings {
    remote::Settings {
        retries: r.number("sync.retries", default.retries, 0..=5),
        backoff: r.span("sync.backoff", default.backoff, Duration::from_millis(1)..=MINUTE),
        backoff_cap: r.span("sync.backoff_cap", default.backoff_cap, SECOND..=10 * MINUTE),
        retry_after_limit: r.span("sync.retry_after_limit", default.retry_after_limit, Duration::ZERO..=HOUR),
    }
}

fn schedule(r: &mut Reader<'_>, default: ScheduleSettings) -> ScheduleSettings {
    ScheduleSettings {
        times: times(r, "schedule.times", default.times),
        zone: r.text("schedule.zone", default.zone, Wrong::Zone, |text| match text {
            "" => Ok(None),
            name => jiff::tz::TimeZone::get(name).map(|_| Some(name.to_owned())).map_err(|_| Wrong::Zone),
        }),
        jitter: r.span("schedule.jitter", default.jitter, Duration::ZERO..=2 * HOUR),
        catch_up: r.read("schedule.catch_up", default.catch_up, |found| {
            found.as_bool().ok_or(Wrong::Choice { allowed: &["true", "false"] })
        }),
    }
}

/// `"file"`, `"passphrase"`, or `{ ssh = "~/.ssh/id_ed25519" }`.
fn identity(found: &DeValue<'_>, config: &Path, env: Env<'_>) -> Result<Identity, Wrong> {
    if let Some(word) = found.as_str() {
        return match word {
            "file" => Ok(Identity::File),
            "passphrase" => Ok(Identity::Passphrase),
            _ => Err(Wrong::Identity),
        };
    }
    let DeValue::Table(table) = found else { return Err(Wrong::Identity) };
    let mut entries = table.iter();
    match (entries.next(), entries.next()) {
        (Some((key, path)), None) if key.get_ref() == "ssh" => {
            let path = path.get_ref().as_str().filter(|path| !path.is_empty()).ok_or(Wrong::Identity)?;
            expand(path, config, env).map(Identity::Ssh).ok_or(Wrong::Identity)
        }
        _ => Err(Wrong::Identity),
    }
}

/// A name of a user or a group, as the system has them.
fn one_name(found: &DeValue<'_>) -> Result<String, Wrong> {
    let name = found.as_str().map(str::trim).filter(|name| !name.trim_start_matches('@').is_empty() && name.len() <= 64);
    name.map(str::to_owned).ok_or(Wrong::Names)
}

fn names(found: &DeValue<'_>) -> Result<Vec<String>, Wrong> {
    let DeValue::Array(list) = found else { return Err(Wrong::Names) };
    list.iter().map(|entry| one_name(entry.get_ref())).collect()
}

/// `{ "Medka Kft." = { admins = ["anna"], viewers = ["@audit"] } }`.
fn companies(found: &DeValue<'_>) -> Result<Vec<(String, Grants)>, Wrong> {
    let DeValue::Table(table) = found else { return Err(Wrong::Companies) };
    let one = |(name, grants): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| {
        let DeValue::Table(lists) = grants.get_ref() else { return Err(Wrong::Companies) };
        let mut grants = Grants::default();
        for (role, list) in lists {
            match role.get_ref().as_ref() {
                "admins" => grants.admins = names(list.get_ref())?,
                "viewers" => grants.viewers = names(list.get_ref())?,
                "members" => grants.members = names(list.get_ref())?,
                _ => return Err(Wrong::Companies),
            }
        }
        Ok((name.get_ref().to_string(), grants))
    };
    table.iter().map(one).collect()
}

/// A path as people write it: `~` is the home folder, and a relative one starts at the configuration file.
fn expand(path: &str, config: &Path, env: Env<'_>) -> Option<PathBuf> {
    match path.strip_prefix("~/") {
        Some(rest) => env("HOME").filter(|home| !home.is_empty()).map(|home| Path::new(&home).join(rest)),
        None if path.starts_with('~') => None,
        None => Some(config.parent().unwrap_or(Path::new("")).join(path)),
    }
}
