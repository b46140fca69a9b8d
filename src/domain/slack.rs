//! People of own books as Slack knows them, and what they type there.

use serde::{Deserialize, Serialize};

use super::RemoteId;
use super::time::Typed;

/// A person as Slack knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlackPerson {
    /// Identifier of the user at Slack, such as `U012AB3CD`.
    pub user: String,
    /// The person.
    pub person: RemoteId,
    /// The project of its time, where a message names none.
    pub project: Option<RemoteId>,
}

/// Time as it is typed after `/time`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlackTime {
    /// How long.
    pub seconds: i64,
    /// The project, where one is named.
    pub project: Option<String>,
    /// Note.
    pub note: String,
}

impl SlackTime {
    /// Reads `2.5 hours: text`, `1:30: text`, `90m Site: text`, `2h30`. The duration comes first, a project may follow it, and what is
    /// after the colon is the note; without a colon all of the rest is. `None` if there is no duration.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        // A colon with a blank after it ends the head; one within a duration has none.
        let split = text.split_once(": ").or_else(|| Some((text.strip_suffix(':')?, "")));
        let (head, note) = split.unwrap_or((text, ""));
        let words: Vec<&str> = head.split_whitespace().collect();
        // The longest beginning that is a duration: "2 hours", "2h 30m".
        let longest = (1..=words.len().min(4)).rev().find_map(|count| {
            let part = words.get(..count)?.join(" ");
            match Typed::parse(&part) {
                Ok(Typed::Seconds(seconds)) => Some((seconds, count)),
                _ => None,
            }
        });
        let (seconds, count) = longest?;
        let rest = words.get(count..).unwrap_or_default().join(" ");
        if split.is_none() {
            return Some(Self { seconds, project: None, note: rest });
        }
        let project = Some(rest).filter(|project| !project.is_empty());
        Some(Self { seconds, project, note: note.trim().to_owned() })
    }
}

/// Whether a command is typed in Hungarian: a unit of its duration is.
#[must_use]
pub fn is_hungarian(text: &str) -> bool {
    let head = text.trim().split(": ").next().unwrap_or_default().to_lowercase();
    let mut words = head.split_whitespace().take(4).flat_map(|word| word.split(|c: char| !c.is_alphabetic()));
    words.any(|word| matches!(word, "ó" | "óra" | "perc" | "p" | "mp" | "súgó"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_answered_in_the_language_of_its_units() {
        for text in ["1,5 óra: munka", "2ó30p", "90perc Site: x", "30 perc", "súgó"] {
            assert!(is_hungarian(text), "{text}");
        }
        for text in ["2.5 hours: text", "90m Site: review", "help", "", "1:30: call", "1h: p. 5"] {
            assert!(!is_hungarian(text), "{text}");
        }
    }

    #[test]
    fn time_is_read_as_people_type_it() {
        let read = |text: &str| SlackTime::parse(text).map(|time| (time.seconds, time.project.unwrap_or_default(), time.note));
        let expected = |seconds, project: &str, note: &str| Some((seconds, project.to_owned(), note.to_owned()));
        assert_eq!(read("2.5 hours: wrote the report"), expected(9_000, "", "wrote the report"));
        assert_eq!(read("1:30: call: Acme"), expected(5_400, "", "call: Acme"));
        assert_eq!(read("90m Site works: review"), expected(5_400, "Site works", "review"));
        assert_eq!(read("2h wrote it"), expected(7_200, "", "wrote it"));
        assert_eq!(read("2h 30m"), expected(9_000, "", ""));
        assert_eq!(read(" 1,5 óra: „ő” "), expected(5_400, "", "„ő”"));
        assert_eq!(read("1h Site:"), expected(3_600, "Site", ""));
        for wrong in ["", "help", "hours: x", "-1h: x", "9-11: x", "0h: x", "999h: x"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
