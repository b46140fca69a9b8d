//! Panics that are expected: of libraries that take for granted what can fail.
//!
//! For: libraries that panic where a disk is full. Uses: std. Never: a panic of ours.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread is expected: it is caught, and is not reported.
#[must_use]
pub fn is_panic_expected() -> bool {
    EXPECTED.get()
}

/// Does something that may panic; `None` if it did. Nothing is printed then.
pub fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if !is_panic_expected() {
                before(info);
            }
        }));
    });
    let outer = EXPECTED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    EXPECTED.set(outer);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_expected_only_while_it_is_caught() {
        assert_eq!(caught(|| (is_panic_expected(), 1)), Some((true, 1)));
        assert_eq!(caught(|| -> u8 { panic!("a full disk") }), None);
        assert!(!is_panic_expected());
        let within = caught(|| (caught(|| -> u8 { panic!("a full disk") }), is_panic_expected()));
        assert_eq!(within, Some((None, true)), "the outer one goes on");
    }
}
