//! The real program in a window on a display that nobody sees.
//!
//! Owns what only the program as a whole can show: that a person comes through the first hour, that
//! the shell's calls, pages and dialogs reach the use cases, that a kill loses nothing, that nothing
//! is kept on disk and nothing goes to a network. What the commands do is shown over the use cases
//! in the target `e2e`. Trap: the program under test is the one that lies in the build folder, as
//! for every test that starts a program; `cargo xtask test` builds it first.

#![forbid(unsafe_code)]

mod alone;
mod first_hour;
mod hard;
mod kills;
mod machine;
mod program;
mod shell;
mod window;
