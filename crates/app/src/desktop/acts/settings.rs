//! Preferences and the rolling copy.
