//! Users of Slack and the people that they are.

use serde::Serialize;

use crate::service::books::SlackPersonView;

/// `faktura slack list --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = SlackPeople))]
pub struct SlackPeopleJson {
    /// By user.
    pub people: Vec<SlackPersonJson>,
}

/// A user of Slack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = SlackPerson))]
#[expect(missing_docs, reason = "the names are the promise; SlackPersonView explains them")]
pub struct SlackPersonJson {
    pub user: String,
    pub person: String,
    pub project: Option<String>,
}

impl From<&SlackPersonView> for SlackPersonJson {
    fn from(view: &SlackPersonView) -> Self {
        Self { user: view.user.clone(), person: view.person.clone(), project: view.project.clone() }
    }
}
