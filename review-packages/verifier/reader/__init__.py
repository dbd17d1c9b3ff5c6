"""An independent reader of the review formats, written from FORMAT.md alone."""
