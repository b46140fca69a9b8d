//! What stands behind the tokens: companies, and an API that a service implements.

use jiff::Timestamp;

use crate::sandbox::FaultKind;

/// Which service is pretended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// `QuickBooks` Online: one company a consent, named by the redirect; an app with a secret.
    QuickBooks,
    /// Xero: a list of companies; PKCE for an app without a secret.
    Xero,
}

/// The API of a pretend service. One at a time is asked, in the order of the requests.
pub trait Api: Send + 'static {
    /// The companies that a person can consent for.
    fn companies(&self) -> Vec<Company>;
    /// Answers a request for a company that its bearer may read.
    fn answer(&mut self, request: &ApiRequest) -> ApiAnswer;
    /// The answer to a request without a valid access token.
    fn unauthorized(&self) -> ApiAnswer {
        ApiAnswer::json(401, r#"{"Title":"Unauthorized","Status":401,"Detail":"TokenExpired"}"#)
    }
    /// The answer to a request for a company that the bearer may not read.
    fn forbidden(&self) -> ApiAnswer {
        ApiAnswer::json(403, r#"{"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful"}"#)
    }
    /// The answer with this status that a fault asks for, in the service's form.
    fn failure(&self, status: u16) -> ApiAnswer {
        ApiAnswer::json(status, r#"{"Title":"Error"}"#)
    }
    /// Notes that a fault answered a request so, before or after it was carried out.
    fn failed(&mut self, _request: &ApiRequest, _answer: &ApiAnswer) {}
}

/// A company at a pretend service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its identifier: a realm, or a tenant.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A request to the API.
#[derive(Debug, Clone)]
pub struct ApiRequest {
    /// From 1, over all requests of the site.
    pub number: u64,
    /// When it came.
    pub at: Timestamp,
    /// Its method, in capitals.
    pub method: String,
    /// Its path, percent-encoded as it came.
    pub path: String,
    /// Names and values of the query, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
    /// The company that it names; its bearer may read it.
    pub company: String,
    /// What is to go wrong with it, as far as the site does not do it itself: drift, nonsense and the like.
    pub faults: Vec<FaultKind>,
}

/// An answer of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiAnswer {
    /// HTTP status.
    pub status: u16,
    /// Media type.
    pub kind: &'static str,
    /// Body.
    pub body: Vec<u8>,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
}

impl ApiAnswer {
    /// JSON.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, kind: "application/json", body: body.into(), headers: Vec::new() }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl ApiRequest {
    /// The value of a name in the query.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Companies without an API: for tests of logins.
#[derive(Debug, Clone, Default)]
pub struct Companies(pub Vec<Company>);

impl Companies {
    /// Three companies with identifiers in the form of a service.
    #[must_use]
    pub fn demo(service: Service) -> Self {
        let ids: [&str; 3] = match service {
            Service::QuickBooks => ["9130350000000001", "9130350000000002", "9130350000000003"],
            Service::Xero => [
                "70784a63-d24b-46a9-a4db-0e70a274b056",
                "e1eede29-f875-4a5d-8470-17f6a29a88b1",
                "b0d2a8ce-5c1f-4a52-9a3d-6a3c4bb7a001",
            ],
        };
        let names = ["Kowhai Timber", "Harbour Coffee", "North Star Design"];
        Self(ids.iter().zip(names).map(|(id, name)| Company { id: (*id).to_owned(), name: name.to_owned() }).collect())
    }
}

impl Api for Companies {
    fn companies(&self) -> Vec<Company> {
        self.0.clone()
    }

    fn answer(&mut self, _: &ApiRequest) -> ApiAnswer {
        ApiAnswer::json(404, r#"{"Title":"Not found","Status":404}"#)
    }
}
