//! Progress bars on standard error, where there is a terminal and nobody asked for quiet.

use std::cell::RefCell;
use std::io::IsTerminal;

use hengping_app::context::{Progress, Unit};
use hengping_app::messages::Catalogue;
use indicatif::{ProgressBar, ProgressStyle};

/// Bars with the catalogue's words.
pub(crate) struct Bars<'a> {
    catalogue: &'a Catalogue,
    shown: bool,
    bar: RefCell<Option<ProgressBar>>,
}

impl<'a> Bars<'a> {
    pub(crate) fn new(catalogue: &'a Catalogue, quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        Self {
            catalogue,
            shown,
            bar: RefCell::new(None),
        }
    }
}

fn style(unit: Unit) -> ProgressStyle {
    let template = match unit {
        Unit::Bytes => "{msg} [{bar:30}] {bytes}/{total_bytes}",
        Unit::Items => "{msg} [{bar:30}] {pos}/{len}",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Progress for Bars<'_> {
    fn begin(&self, task: &'static str, total: u64, unit: Unit) {
        if self.shown {
            let bar = ProgressBar::new(total).with_style(style(unit));
            bar.set_message(self.catalogue.say(task, &[]));
            *self.bar.borrow_mut() = Some(bar);
        }
    }

    fn at(&self, done: u64) {
        if let Some(bar) = self.bar.borrow().as_ref() {
            bar.set_position(done);
        }
    }

    fn end(&self) {
        if let Some(bar) = self.bar.borrow_mut().take() {
            bar.finish_and_clear();
        }
    }
}
