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
trait AnyCase: Any + Debug + Send {
    /// Asks the service.
    fn ask(self: Box<Self>, service: Service) -> Pin<Box<dyn Future<Output = AnyAnswer> + Send>>;
}

impl<C: Listed> AnyCase for C
where
    C::Answer: 'static,
{
    fn ask(self: Box<Self>, service: Service) -> Pin<Box<dyn Future<Output = AnyAnswer> + Send>> {
        Box::pin(async move {
            let answer: Result<C::Answer, Error> = service.ask(*self).await;
            let answer: AnyAnswer = Box::new(answer);
            answer
        })
    }
}

/// Work that the service has no part in, such as with a file of this user; it blocks.
struct Apart<F> {
    name: &'static str,
    work: F,
}

impl<F> Debug for Apart<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl<T: Any + Send, F: FnOnce() -> T + Send + 'static> AnyCase for Apart<F> {
    fn ask(self: Box<Self>, _: Service) -> Pin<Box<dyn Future<Output = AnyAnswer> + Send>> {
        Box::pin(async move {
            let done = tokio::task::spawn_blocking(self.work).await;
            // Without an answer, such as after a panic, there is nothing to take.
            let answer: AnyAnswer = done.map_or_else(|_| Box::new(()) as AnyAnswer, |answer| Box::new(answer));
            answer
        })
    }
}

/// A use case to ask.
#[derive(Debug)]
pub(crate) struct Case(Box<dyn AnyCase>);

impl Case {
    pub(crate) fn new<C: Listed>(case: C) -> Self
    where
        C::Answer: 'static,
    {
        Self(Box::new(case))
    }

    /// Work of this process alone, which blocks; a name tells it apart.
    pub(crate) fn apart<T: Any + Send>(name: &'static str, work: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(Box::new(Apart { name, work }))
    }

    /// Asks the service.
    pub(crate) async fn ask(self, service: &Service) -> AnyAnswer {
        self.0.ask(service.clone()).await
    }

    /// The use case, if it is this one.
    #[cfg(test)]
    pub(crate) fn get<C: 'static>(&self) -> Option<&C> {
        let case: &dyn Any = self.0.as_ref();
        case.downcast_ref()
    }
}

impl PartialEq for Case {
    /// Compares what both would write to a log: use cases have no equality of their own.
    fn eq(&self, other: &Self) -> bool {
        format!("{:?}", self.0) == format!("{:?}", other.0)
    }
}

impl Eq for Case {}
