//! What the own books of the demo are made from: a studio with two clients, three projects and the hours of its days.
//!
//! For: the demo. Never: an amount that a test adds up.

/// Name of the company.
pub const NAME: &str = "Nyolc Stúdió Kft.";
/// Its street and number.
pub const STREET: &str = "Krúdy utca 8.";
/// Clients: name, tax number, currency if it is another one.
pub const CLIENTS: [(&str, &str, Option<&str>); 2] =
    [("Kertvárosi Pékség Kft.", "12345676-2-41", None), ("Nordlicht GmbH", "DE123456788", Some("EUR"))];
/// Projects: name, place of the client, budget in hours, amount for an hour.
pub const PROJECTS: [(&str, usize, i64, i64); 3] = [("Webshop", 0, 120, 18_000), ("Support", 0, 0, 15_000), ("Audit", 1, 60, 75)];
/// Hours of days in turn: from, until, place of the project, task.
pub const WORK: [(&str, &str, usize, &str); 7] = [
    ("09:00", "11:30", 0, "design"),
    ("12:15", "16:30", 0, "build"),
    ("09:30", "10:00", 1, "call"),
    ("10:00", "13:00", 0, "review"),
    ("13:45", "17:15", 2, "audit"),
    ("08:45", "12:15", 2, "report"),
    ("13:00", "15:00", 1, "support"),
];
