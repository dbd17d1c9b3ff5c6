//! Search over the evidence, and on one page.
