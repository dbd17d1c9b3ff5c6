//! Documents, citations, search.
