//! What a caller of the crate may rely on, shown on real files through real workers.

mod blocks;
mod corpus;
mod damage;
mod documents;
mod fonts;
mod hostile;
mod pictures;
mod support;
mod viewer;
mod workers;
