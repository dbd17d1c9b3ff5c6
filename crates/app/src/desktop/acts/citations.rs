//! Citations made in the window, and which leaves they serve.
