//! How far the long work has come, readable while the session thread is busy.

use std::sync::{Mutex, PoisonError};

use super::wire::start::ProgressView;
use crate::context::{Progress, Unit};

/// Written by the session thread, read by whoever asks.
#[derive(Default)]
pub(crate) struct Watched {
    view: Mutex<Option<ProgressView>>,
}

impl Watched {
    /// The work that is going on; an empty one when there is none.
    pub(crate) fn view(&self) -> ProgressView {
        let view = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        view.clone().unwrap_or_else(|| ProgressView {
            task: None,
            done: 0,
            total: 0,
            unit: String::new(),
        })
    }

    fn change(&self, change: impl FnOnce(&mut Option<ProgressView>)) {
        change(&mut self.view.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Progress for Watched {
    fn begin(&self, task: &'static str, total: u64, unit: Unit) {
        let unit = match unit {
            Unit::Bytes => "bytes",
            Unit::Items => "items",
        };
        self.change(|view| {
            *view = Some(ProgressView {
                task: Some(task.to_owned()),
                done: 0,
                total,
                unit: unit.to_owned(),
            });
        });
    }

    fn at(&self, done: u64) {
        self.change(|view| {
            if let Some(view) = view {
                view.done = done;
            }
        });
    }

    fn end(&self) {
        self.change(|view| *view = None);
    }
}
