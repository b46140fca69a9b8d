//! Any use case as a question: a page that asks a new one needs nothing here.

use std::any::Any;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use crate::error::Error;
use crate::host::Service;
use crate::service::Listed;

/// The answer of a use case that is not named in the type.
pub(crate) type AnyAnswer = Box<dyn Any + Send>;

/// A use case that is not named in the type.
pub(crate) trait AnyCase: Any + Debug + Send + Sync {
    /// Asks the service.
    fn ask(&self, service: Service) -> Pin<Box<dyn Future<Output = AnyAnswer> + Send>>;

    /// True for an equal use case.
    fn equals(&self, other: &dyn AnyCase) -> bool;

    fn boxed(&self) -> Box<dyn AnyCase>;
}

impl<C: Listed + Clone + PartialEq + Sync> AnyCase for C
where
    C::Answer: 'static,
{
    fn ask(&self, service: Service) -> Pin<Box<dyn Future<Output = AnyAnswer> + Send>> {
        let case = self.clone();
        Box::pin(async move {
            let answer: Result<C::Answer, Error> = service.ask(case).await;
            let answer: AnyAnswer = Box::new(answer);
            answer
        })
    }

    fn equals(&self, other: &dyn AnyCase) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<C>().is_some_and(|other| other == self)
    }

    fn boxed(&self) -> Box<dyn AnyCase> {
        Box::new(self.clone())
    }
}

/// A use case to ask.
#[derive(Debug)]
pub(crate) struct Case(Box<dyn AnyCase>);

impl Case {
    pub(crate) fn new<C: Listed + Clone + PartialEq + Sync>(case: C) -> Self
    where
        C::Answer: 'static,
    {
        Self(Box::new(case))
    }

    /// Asks the service.
    pub(crate) async fn ask(&self, service: &Service) -> AnyAnswer {
        self.0.ask(service.clone()).await
    }

    /// The use case, if it is this one.
    #[cfg(test)]
    pub(crate) fn get<C: 'static>(&self) -> Option<&C> {
        let case: &dyn Any = self.0.as_ref();
        case.downcast_ref()
    }
}

impl Clone for Case {
    fn clone(&self) -> Self {
        Self(self.0.boxed())
    }
}

impl PartialEq for Case {
    fn eq(&self, other: &Self) -> bool {
        self.0.equals(other.0.as_ref())
    }
}

impl Eq for Case {}
