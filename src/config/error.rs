//! Errors of settings: position, value, allowed values.

use std::fmt;
use std::path::PathBuf;

use super::value::{self, Wrong};
use crate::domain::Message;
use crate::error::{Describe, ErrorKind};

/// Why the configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigError {
    /// The file is there but cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Detail from the system.
        detail: String,
    },
    /// The file is not TOML.
    Syntax {
        /// Position.
        place: Origin,
        /// Detail from the parser.
        detail: String,
    },
    /// A setting that does not exist.
    UnknownKey {
        /// Position.
        place: Origin,
        /// Key as written, with its section.
        key: String,
        /// The one that was probably meant.
        nearest: Option<&'static str>,
    },
    /// A setting with a value that it cannot have.
    Value {
        /// Position.
        place: Origin,
        /// The setting.
        key: &'static str,
        /// Value.
        value: String,
        /// Allowed values.
        wrong: Wrong,
    },
    /// The system does not tell where the user's folders are.
    NoFolders,
    /// A path that cannot be made absolute.
    Path {
        /// The path.
        path: PathBuf,
        /// Detail from the system.
        detail: String,
    },
}

/// Source of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In the configuration file.
    File {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
    },
    /// In the environment.
    Env {
        /// The variable.
        name: &'static str,
    },
    /// Given by a person just now.
    Typed,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, line, column } => write!(f, "{}:{line}:{column}", path.display()),
            Self::Env { name } => f.write_str(name),
            Self::Typed => f.write_str("faktura config set"),
        }
    }
}

impl Wrong {
    fn message(&self) -> Message {
        match self {
            Self::Number { min, max } => Message::new("config-number").with("min", *min).with("max", *max),
            Self::Span { min, max } => {
                Message::new("config-span").with("min", value::span_text(*min)).with("max", value::span_text(*max))
            }
            Self::Size { min, max } => {
                Message::new("config-size").with("min", value::size_text(*min)).with("max", value::size_text(*max))
            }
            Self::Choice { allowed } => Message::new("config-choice").with("allowed", allowed.join(", ")),
            Self::Level => Message::new("config-level"),
            Self::Identity => Message::new("config-identity"),
            Self::Names => Message::new("config-names"),
            Self::ClientId => Message::new("config-client-id"),
            Self::Redirect => Message::new("config-redirect"),
            Self::StoreUrl => Message::new("config-store-url"),
            Self::Companies => Message::new("config-companies"),
            Self::Times => Message::new("config-times"),
            Self::TimeField { time, field } => {
                let part = time.split_whitespace().nth(*field).unwrap_or_default();
                Message::new("config-times-field").with("time", time.as_str()).with("part", part).with("field", field + 1)
            }
            Self::NeverDue { time } => Message::new("config-times-never").with("time", time.as_str()),
            Self::Keys => Message::new("config-keys"),
            Self::Program => Message::new("config-program"),
            Self::Commands => Message::new("config-commands"),
            Self::Zone => Message::new("config-zone"),
            Self::Command => Message::new("config-command"),
            Self::Webhook => Message::new("config-webhook"),
            Self::S3Word => Message::new("config-s3-word"),
            Self::S3Endpoint => Message::new("config-s3-endpoint"),
            Self::SlackChannel => Message::new("config-slack-channel"),
            Self::AlertsSlack => Message::new("config-alerts-slack"),
            Self::Addresses => Message::new("config-addresses"),
            Self::SmtpHost => Message::new("config-smtp-host"),
            Self::EmailIncomplete => Message::new("config-email-incomplete"),
            Self::SmtpOpen => Message::new("config-smtp-open"),
            Self::PushRules => Message::new("config-push-rules"),
            Self::MailIncomplete => Message::new("config-mail-incomplete"),
            Self::Template => Message::new("config-template"),
            Self::Forms => Message::new("config-forms"),
            Self::CompanyNames => Message::new("config-company-names"),
            Self::Steps => Message::new("config-steps"),
            Self::Fees => Message::new("config-fees"),
            Self::Percent => Message::new("config-percent"),
            Self::Day => Message::new("config-day"),
            Self::Section => Message::new("config-section"),
        }
    }
}

impl Describe for ConfigError {
    fn message(&self) -> Message {
        match self {
            Self::Unreadable { path, detail } => {
                Message::new("config-unreadable").with("path", path.display().to_string()).with("detail", detail.as_str())
            }
            Self::Syntax { place, detail } => {
                Message::new("config-syntax").with("place", place.to_string()).with("detail", detail.as_str())
            }
            Self::UnknownKey { place, key, .. } => {
                Message::new("config-unknown-key").with("place", place.to_string()).with("key", key.as_str())
            }
            Self::Value { place, key, value, wrong } => {
                wrong.message().with("place", place.to_string()).with("key", *key).with("value", value.as_str())
            }
            Self::NoFolders => Message::new("config-no-folders"),
            Self::Path { path, detail } => {
                Message::new("config-path").with("path", path.display().to_string()).with("detail", detail.as_str())
            }
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::UnknownKey { nearest: Some(nearest), .. } => Some(Message::new("config-nearest-hint").with("key", *nearest)),
            Self::UnknownKey { nearest: None, .. } | Self::Value { place: Origin::File { .. }, .. } => {
                Some(Message::new("config-example-hint"))
            }
            Self::Unreadable { .. } => Some(Message::new("config-unreadable-hint")),
            Self::NoFolders => Some(Message::new("config-no-folders-hint")),
            Self::Syntax { .. } | Self::Value { .. } | Self::Path { .. } => None,
        }
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Config
    }
}

crate::localized_error!(ConfigError);
