//! A change of a customer that came too late: another one changed the record since.
//!
//! For: the worker of the outbox. Uses: the session that renders requests. Never: a field that was changed there, too: that is a conflict.

use super::Result;
use super::local::Local;
use crate::domain::CompanyId;
use crate::domain::push::{Frozen, Order};
use crate::provider::Contested;
use crate::push::Outcome;
use crate::remote::Session;
use crate::store::pushes;

impl Local {
    /// The payload of the same change for the version that the service has now, where what it sends was left alone there; `None` where a
    /// person has to look. The version is only in the request: a service that refuses these very bytes is not asked again.
    pub(super) async fn anew(
        &self,
        (company, session): (CompanyId, &Session),
        (order, frozen): (&Order, &Frozen),
        outcome: &Outcome,
    ) -> Result<Option<Vec<u8>>> {
        let (Order::Contact(order), Outcome::Clash(clash, Some(now))) = (order, outcome) else { return Ok(None) };
        let order = now.version.as_deref().filter(|_| clash.what == Contested::Version).and_then(|at| order.at_version(at));
        let Some(order) = order else { return Ok(None) };
        let settings = self.write_settings(company, session).await?;
        let anew = session.render(&Order::Contact(Box::new(order)), &settings).ok().filter(|anew| anew != frozen);
        Ok(anew.as_ref().map(pushes::payload).transpose()?)
    }
}
