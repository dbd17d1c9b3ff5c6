//! Who is served next by a worker: the page before the eyes first, a search last.
//!
//! Owns the order of waiting requests and their withdrawal. Does not own the worker.
//! Trap: a request that is being served is never broken off, as the worker would have to be ended;
//! a withdrawn request therefore leaves the line when it next moves, not at once.

use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::lock;
use crate::Card;

/// Of so many requests one is served in order of arrival, so that none waits for ever.
const FAIR: u64 = 16;

/// What a request is for; the first is served first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Priority {
    /// What somebody is looking at.
    #[default]
    Visible,
    /// What is likely to be looked at next.
    Prefetch,
    /// Small pictures of pages.
    Thumbnail,
    /// Searching and examining, page after page.
    Search,
}

/// Withdraws requests that are not wanted any more; all clones are one.
///
/// Requests that wait come back with [`Card::Withdrawn`]; one that is being served is finished.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// A token under which requests are wanted.
    pub fn new() -> Cancel {
        Cancel::default()
    }

    /// Withdraws the requests made under this token, now and later.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether they were withdrawn.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// With what urgency, and until when, a request is made.
#[derive(Debug, Clone, Default)]
pub(super) struct Urgency {
    pub(super) priority: Priority,
    pub(super) cancel: Option<Cancel>,
}

impl Urgency {
    /// Refuses what was withdrawn.
    pub(super) fn check(&self) -> Result<(), Card> {
        match &self.cancel {
            Some(cancel) if cancel.is_cancelled() => Err(Card::Withdrawn),
            _ => Ok(()),
        }
    }
}

/// Something that serves one request at a time.
#[derive(Default)]
pub(super) struct Queue<T> {
    line: Mutex<Line>,
    moved: Condvar,
    held: Mutex<T>,
}

type Ticket = (Priority, u64);

#[derive(Default)]
struct Line {
    busy: bool,
    tickets: u64,
    served: u64,
    waiting: BTreeSet<Ticket>,
}

impl Line {
    fn join(&mut self, priority: Priority) -> Ticket {
        self.tickets += 1;
        let ticket = (priority, self.tickets);
        self.waiting.insert(ticket);
        ticket
    }

    fn next(&self) -> Option<&Ticket> {
        if self.served % FAIR == FAIR - 1 {
            self.waiting.iter().min_by_key(|(_, number)| number)
        } else {
            self.waiting.first()
        }
    }

    /// Serves this request now if it is its turn.
    fn serve(&mut self, ticket: Ticket) -> bool {
        let turn = !self.busy && self.next() == Some(&ticket);
        if turn {
            self.waiting.remove(&ticket);
            self.served += 1;
            self.busy = true;
        }
        turn
    }
}

impl<T> Queue<T> {
    /// Waits for one's turn.
    ///
    /// # Errors
    /// [`Card::Withdrawn`] when the request was withdrawn before that.
    pub(super) fn enter(&self, urgency: &Urgency) -> Result<Turn<'_, T>, Card> {
        urgency.check()?;
        let mut line = lock(&self.line);
        let ticket = line.join(urgency.priority);
        while !line.serve(ticket) {
            line = self
                .moved
                .wait(line)
                .unwrap_or_else(PoisonError::into_inner);
            if let Err(card) = urgency.check() {
                line.waiting.remove(&ticket);
                // It may have been this one that the others waited for.
                self.moved.notify_all();
                return Err(card);
            }
        }
        drop(line);
        let place = Place {
            line: &self.line,
            moved: &self.moved,
        };
        Ok(Turn {
            held: lock(&self.held),
            _place: place,
        })
    }

    /// What serves, whoever waits for it; for looking at it.
    pub(super) fn peek(&self) -> MutexGuard<'_, T> {
        lock(&self.held)
    }

    /// How many requests wait.
    #[cfg(test)]
    fn waiting(&self) -> usize {
        lock(&self.line).waiting.len()
    }
}

/// One's turn; it ends when this is dropped.
pub(super) struct Turn<'a, T> {
    // Given back before the line moves: fields are dropped in this order.
    held: MutexGuard<'a, T>,
    _place: Place<'a>,
}

/// The place of the request that is served.
struct Place<'a> {
    line: &'a Mutex<Line>,
    moved: &'a Condvar,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        lock(self.line).busy = false;
        self.moved.notify_all();
    }
}

impl<T> Deref for Turn<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.held
    }
}

impl<T> DerefMut for Turn<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urgency(priority: Priority) -> Urgency {
        Urgency {
            priority,
            cancel: None,
        }
    }

    /// Lets these wait while the queue is taken, and says in which order they are served.
    fn order(wanted: &[Priority]) -> Vec<usize> {
        let queue: Queue<Vec<usize>> = Queue::default();
        std::thread::scope(|scope| {
            let first = queue.enter(&urgency(Priority::Visible)).unwrap();
            for (number, priority) in wanted.iter().enumerate() {
                let queue = &queue;
                scope.spawn(move || queue.enter(&urgency(*priority)).unwrap().push(number));
                while queue.waiting() <= number {
                    std::thread::yield_now();
                }
            }
            drop(first);
        });
        queue.peek().clone()
    }

    #[test]
    fn the_page_before_the_eyes_comes_first_and_equals_in_order_of_arrival() {
        use Priority::{Prefetch, Search, Thumbnail, Visible};
        let wanted = [Search, Thumbnail, Prefetch, Visible, Search, Visible];
        assert_eq!(order(&wanted), [3, 5, 2, 1, 0, 4]);
    }

    #[test]
    fn none_waits_for_ever() {
        let mut wanted = vec![Priority::Search];
        wanted.extend([Priority::Visible; 20]);
        let served = order(&wanted);
        let at = served.iter().position(|number| *number == 0).unwrap();
        assert!(at < FAIR as usize, "after {at} others");
    }

    #[test]
    fn a_withdrawn_request_leaves_the_line_unserved() {
        let queue: Queue<u32> = Queue::default();
        let cancel = Cancel::new();
        let unwanted = Urgency {
            priority: Priority::Visible,
            cancel: Some(cancel.clone()),
        };
        std::thread::scope(|scope| {
            let first = queue.enter(&urgency(Priority::Search)).unwrap();
            let stale = scope.spawn(|| queue.enter(&unwanted).map(|mut served| *served += 1));
            let wanted = scope.spawn(|| queue.enter(&urgency(Priority::Search)).map(|_| ()));
            while queue.waiting() < 2 {
                std::thread::yield_now();
            }
            cancel.cancel();
            drop(first);
            assert_eq!(stale.join().unwrap(), Err(Card::Withdrawn));
            assert_eq!(wanted.join().unwrap(), Ok(()));
        });
        assert_eq!(*queue.peek(), 0);
    }
}
