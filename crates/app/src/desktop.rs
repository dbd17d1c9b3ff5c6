//! The program behind the window: one command table, one thread that owns the unlocked store.
//!
//! Owns how a window reaches the use cases: named commands with typed requests and answers
//! (`table`), the state between them (`session`), pages over a path of their own (`pages`). Adds no
//! rules; the shell, the test host and the tests call [`Desktop`] alike. Trap: what takes long
//! runs on the session thread, so whatever must answer meanwhile (progress, pages) must not queue
//! behind it; reading all evidence, which takes minutes, has a thread of its own (`reading`).

mod acts;
mod asked;
mod counterpart;
mod files;
mod host;
mod identities;
mod leaf_views;
mod lock;
mod pages;
mod points;
mod progress;
mod reading;
mod session;
mod table;
mod unlocked;
mod views;
pub mod wire;

pub use files::OfferedFiles;
pub use host::{Answer, Desktop};
pub use identities::Identities;
pub use pages::PageAnswer;
pub use session::Ground;
pub use table::{commands, typescript};
pub use wire::start::Workspace;
