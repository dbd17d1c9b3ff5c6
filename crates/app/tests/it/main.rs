//! Whole rounds over the use cases, without a screen and without PDFs.

mod archive;
mod blind;
mod changes;
mod corrections;
mod desk;
mod feedback;
mod logs;
mod marks;
mod observer;
mod office;
mod office_window;
mod panel;
mod panel_window;
mod pledge;
mod refusals;
mod reports;
mod roster;
mod round_notices;
mod statements;
mod statistics;
mod support;
mod times;
mod visit;
mod visit_window;
mod window;
mod window_refusals;
