//! Which pictures a view of the window still wants.
//!
//! A view numbers its requests and says with each which was the oldest it still wants; whatever is
//! older leaves the line of the worker. Owns the numbers and the tokens of withdrawal. Trap: a
//! request may come after a later one, since threads take them in any order; one that is older than
//! what was already said is withdrawn at once.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use hengping_render::Cancel;

/// Views whose numbers are remembered; the window has a few at a time.
const MOST_VIEWS: usize = 64;

/// One request of a view: `ask=<view>.<number>.<oldest wanted>` of the page scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) view: u32,
    pub(super) number: u64,
    pub(super) oldest: u64,
}

impl Ask {
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let ask = Self {
            view: parts.next()?.parse().ok()?,
            number: parts.next()?.parse().ok()?,
            oldest: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(ask)
    }
}

/// Requests that are being answered, by view.
#[derive(Default)]
pub(super) struct Asked(Mutex<BTreeMap<u32, View>>);

#[derive(Default)]
struct View {
    oldest: u64,
    waiting: BTreeMap<u64, Cancel>,
}

impl Asked {
    /// Takes a request down and withdraws what its view does not want any more.
    pub(super) fn begin(&self, ask: Ask) -> Cancel {
        let mut views = self.lock();
        while views.len() >= MOST_VIEWS && !views.contains_key(&ask.view) {
            views.pop_first();
        }
        let view = views.entry(ask.view).or_default();
        let cancel = Cancel::new();
        view.oldest = view.oldest.max(ask.oldest);
        view.waiting.insert(ask.number, cancel.clone());
        let wanted = view.waiting.split_off(&view.oldest);
        for stale in std::mem::replace(&mut view.waiting, wanted).values() {
            stale.cancel();
        }
        cancel
    }

    /// The request was answered.
    pub(super) fn end(&self, ask: Ask) {
        if let Some(view) = self.lock().get_mut(&ask.view) {
            view.waiting.remove(&ask.number);
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u32, View>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(view: u32, number: u64, oldest: u64) -> Ask {
        Ask {
            view,
            number,
            oldest,
        }
    }

    #[test]
    fn what_is_older_than_the_oldest_wanted_is_withdrawn_in_its_view_alone() {
        let asked = Asked::default();
        let other = asked.begin(ask(2, 1, 1));
        let early: Vec<Cancel> = (1..=3)
            .map(|number| asked.begin(ask(1, number, 1)))
            .collect();
        let last = asked.begin(ask(1, 9, 3));
        let states: Vec<bool> = early.iter().map(Cancel::is_cancelled).collect();
        assert_eq!(states, [true, true, false]);
        assert!(!last.is_cancelled() && !other.is_cancelled());
    }

    #[test]
    fn a_request_that_comes_late_is_withdrawn_at_once() {
        let asked = Asked::default();
        asked.begin(ask(1, 9, 8));
        assert!(asked.begin(ask(1, 7, 2)).is_cancelled());
        assert!(!asked.begin(ask(1, 8, 2)).is_cancelled());
    }

    #[test]
    fn what_was_answered_is_forgotten_and_views_are_bounded() {
        let asked = Asked::default();
        for view in 0..1_000 {
            asked.begin(ask(view, 1, 1));
            asked.end(ask(view, 1, 1));
        }
        let views = asked.lock();
        assert!(views.len() <= MOST_VIEWS);
        assert!(views.values().all(|view| view.waiting.is_empty()));
    }

    #[test]
    fn only_three_numbers_are_an_ask() {
        assert_eq!(Ask::read("3.128.126"), Some(ask(3, 128, 126)));
        for text in ["", "3", "3.1", "3.1.2.4", "a.1.2", "-1.1.1", "3..1"] {
            assert_eq!(Ask::read(text), None, "{text}");
        }
    }
}
