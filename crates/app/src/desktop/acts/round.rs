//! Import, pledge, conflicts, list, check, seal, hand-in.
