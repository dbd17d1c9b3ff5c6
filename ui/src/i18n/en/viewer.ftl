# Pages of documents.
group-viewer = Reading
viewer-page = Page { $number } of { $count }
viewer-page-scan = Page { $number } of { $count }, scan
viewer-page-short = p. { $number }
viewer-scan = Scan
viewer-scan-no-text = This page is a scan and has no text to select.
viewer-page-failed = This page cannot be shown.
viewer-card-rest = Everything else is unaffected; you can go on reviewing.

# Tools.
viewer-tools = Reading tools
viewer-back = Back to where you came from
viewer-forward = Forward again
viewer-go-to = Go to page, of { $count }
viewer-go-to-page = Go to page
viewer-zoom-value = { $percent }%
viewer-larger = Larger
viewer-smaller = Smaller
viewer-fit-block = Fit text
viewer-fit-width = Fit width
viewer-fit-page = Whole page
viewer-more = More
viewer-thumbnails = Thumbnails
viewer-thumbnail = Page { $number }
viewer-thumbnail-seen = Page { $number }, seen
viewer-outline = Contents
viewer-rotate = Turn this page right
viewer-box = Cite a box
viewer-box-hint = Drag on the page around what you want to cite; Esc to cancel.
viewer-loupe-hint = Loupe (hold L)
viewer-seals-hint = Hide red seals (hold R)
viewer-whole = Show the whole volume
viewer-tint = Paper: { $tint }
viewer-link = Go to page { $page }

# Citing.
viewer-cite = Cite selection
viewer-cite-leaf = Cite for { $leaf }
viewer-cite-open-leaf = Cite for the open indicator
viewer-cite-requiring = Cite where this is required ({ $count })
viewer-cite-all-requiring = Cite where this evidence is required
viewer-cite-later = Keep for later
viewer-cite-drop = Drop selection
viewer-cite-loose = loose
viewer-citation-of = Citation: { $leaves }
viewer-citation-gone = The cited document is no longer in the package.
viewer-box-of-page = Part of page { $page }

# Looking for words.
viewer-find = Find in this document
viewer-find-words = Words to find
viewer-find-none = Not found
viewer-find-count = { $at } / { $count }{ $more }
viewer-find-hits = Results
viewer-find-next = Next
viewer-find-previous = Previous
viewer-find-scans = { $count } more scanned pages could not be searched
viewer-find-scans-list = List them
viewer-find-unread = This document has not been read for search yet; results may be incomplete.
