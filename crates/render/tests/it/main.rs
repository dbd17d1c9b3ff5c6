//! What a caller of the crate may rely on, shown on real files through real workers.

mod documents;
mod support;
