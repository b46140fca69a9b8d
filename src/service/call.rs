//! Every use case as a value: what is asked, and what is answered.
//!
//! For: the host, which performs calls, and its clients, which send them there. Both processes are the same version of the
//! program, so that how a call is written is no promise.

/// Makes the calls and the answers of a list of use cases: one variant each, named like the case.
macro_rules! use_cases {
    ($($(#[$meta:meta])* $file:ident::$name:ident),+ $(,)?) => {
        $(mod $file; pub use $file::$name;)+

        /// A use case of this list.
        pub trait Listed: $crate::service::UseCase {
            /// Its call.
            fn call(self) -> Call;
            /// Its answer; `None` where the answer is another case's.
            fn answer(answer: Answer) -> Option<Self::Answer>;
        }

        /// A call: one of the use cases.
        #[derive(Debug, serde::Serialize, serde::Deserialize)]
        #[expect(missing_docs, reason = "the use cases explain them")]
        pub enum Call {
            $($name($name),)+
        }

        /// An answer, to the call of the same name.
        #[derive(Debug, serde::Serialize, serde::Deserialize)]
        #[expect(missing_docs, reason = "the use cases explain them")]
        pub enum Answer {
            $($name(<$name as $crate::service::UseCase>::Answer),)+
        }

        $(
            impl Listed for $name {
                fn call(self) -> Call {
                    Call::$name(self)
                }

                fn answer(answer: Answer) -> Option<Self::Answer> {
                    match answer {
                        Answer::$name(answer) => Some(answer),
                        _ => None,
                    }
                }
            }
        )+

        impl Call {
            /// The permission that it needs.
            #[must_use]
            pub const fn action(&self) -> $crate::service::Action {
                match self {
                    $(Self::$name(_) => <$name as $crate::service::UseCase>::ACTION,)+
                }
            }

            /// Whether it may be performed twice.
            #[must_use]
            pub const fn repeat(&self) -> $crate::service::Repeat {
                match self {
                    $(Self::$name(_) => <$name as $crate::service::UseCase>::REPEAT,)+
                }
            }

            /// Timeout class of the caller.
            #[must_use]
            pub const fn patience(&self) -> $crate::service::Patience {
                match self {
                    $(Self::$name(_) => <$name as $crate::service::UseCase>::PATIENCE,)+
                }
            }

            /// Performs it.
            pub(crate) async fn perform(
                self,
                local: &std::sync::Arc<$crate::service::Local>,
                caller: &$crate::service::Caller,
            ) -> $crate::service::Result<Answer> {
                Ok(match self {
                    $(Self::$name(case) => Answer::$name(Box::pin(local.ask(case, caller)).await?),)+
                })
            }
        }

        /// Properties of a use case, for the test that reads them all.
        #[cfg(test)]
        pub(super) struct Stated {
            pub(super) name: &'static str,
            pub(super) action: $crate::service::Action,
            pub(super) repeat: $crate::service::Repeat,
            pub(super) audited: bool,
        }

        #[cfg(test)]
        pub(super) fn stated() -> Vec<Stated> {
            use $crate::service::UseCase;
            vec![$(Stated {
                name: stringify!($name),
                action: $name::ACTION,
                repeat: $name::REPEAT,
                audited: !matches!($name::AUDIT, $crate::service::Audit::Nothing),
            }),+]
        }
    };
}
pub(super) use use_cases;
