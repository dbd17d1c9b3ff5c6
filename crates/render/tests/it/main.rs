//! What a caller of the crate may rely on, shown on real files through real workers.

mod corpus;
mod documents;
mod support;
mod workers;
