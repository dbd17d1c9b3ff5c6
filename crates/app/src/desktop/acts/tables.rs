//! Fact sheet, score sheet, across, opinion.
