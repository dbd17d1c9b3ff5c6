//! The desk of one application: cards, marks, places.
