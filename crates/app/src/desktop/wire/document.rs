//! Documents, citations, search.

use super::{NoticeView, wire};

wire! {
    /// Request of `open_document`.
    pub struct OpenDocument {
        /// Application.
        pub application: String,
        /// Document (digest of the file).
        pub document: String,
    }

    /// Answer of `open_document`. Pages are fetched over the page scheme:
    /// `<application>/<document>/<page>?width=<device pixels>&rotation=<0..3>[&tile=x,y,w,h]
    /// [&seals=remove][&priority=visible|next|thumbnail][&ask=<view>.<number>.<oldest wanted>]`:
    /// a view numbers its requests, and what is older than the oldest it still wants is not drawn.
    pub struct DocumentView {
        /// Application.
        pub application: String,
        /// Document.
        pub document: String,
        /// The card to show in its place, when it cannot be opened.
        pub card: Option<NoticeView>,
        /// Width and height of each page in points, as displayed.
        pub sizes: Vec<(f64, f64)>,
        /// Outline.
        pub outline: Vec<OutlineRow>,
        /// Citations in it, oldest first.
        pub citations: Vec<CitationView>,
    }

    /// A row of the outline.
    pub struct OutlineRow {
        /// Depth, from 0.
        pub depth: u32,
        /// Title.
        pub title: String,
        /// Page, from 1.
        pub page: Option<u32>,
    }

    /// Request of `page_layer`.
    pub struct OfPage {
        /// Application.
        pub application: String,
        /// Document.
        pub document: String,
        /// Page of the file, from 1.
        pub page: u32,
    }

    /// Answer of `page_layer`: everything of a page besides its picture. Boxes are
    /// `[left, top, right, bottom]` in points of the page as displayed (origin top left).
    pub struct PageLayer {
        /// Page.
        pub page: u32,
        /// Whether it is a scan: no text, or only a picture.
        pub scan: bool,
        /// Box of what is on the page, to fit it.
        pub block: [f64; 4],
        /// Text in reading order.
        pub runs: Vec<TextRun>,
        /// Links inside the document.
        pub links: Vec<PageLink>,
    }

    /// A run of characters on one line.
    pub struct TextRun {
        /// Text.
        pub text: String,
        /// Box.
        pub area: [f64; 4],
        /// Where each character ends in the direction of reading, in points of the page: its right
        /// edge, or its lower one when vertical.
        pub edges: Vec<f64>,
        /// Whether it is written from top to bottom.
        pub vertical: bool,
        /// Index of the first character among those of the page.
        pub first: u32,
    }

    /// A link inside the document.
    pub struct PageLink {
        /// Box.
        pub area: [f64; 4],
        /// Page it leads to.
        pub page: u32,
    }

    /// Request of `cite`: either characters or a box.
    pub struct Cite {
        /// Application.
        pub application: String,
        /// Evidence item; absent: found from document and page.
        pub evidence: Option<String>,
        /// Document.
        pub document: String,
        /// Page of the file.
        pub page: u32,
        /// First and one past the last character of the page.
        pub characters: Option<(u32, u32)>,
        /// Box as in [`PageLayer`].
        pub area: Option<[f64; 4]>,
        /// Leaves it is for; none keeps it for later.
        pub indicators: Vec<String>,
    }

    /// A citation.
    pub struct CitationView {
        /// Citation.
        pub citation: String,
        /// Evidence item.
        pub evidence: String,
        /// Document.
        pub document: String,
        /// Page of the file.
        pub page: u32,
        /// Page counted within the item.
        pub page_in_item: u32,
        /// Quoted text; empty for a drawn box.
        pub quote: String,
        /// Boxes as in [`PageLayer`].
        pub areas: Vec<[f64; 4]>,
        /// Leaves it serves.
        pub indicators: Vec<String>,
        /// Proposals it serves.
        pub facts: Vec<String>,
        /// Whether its document is still in the package.
        pub present: bool,
    }

    /// Answer of `citations`: all of an application.
    pub struct CitationList {
        /// Oldest first; those that serve nothing are loose.
        pub citations: Vec<CitationView>,
    }

    /// Request of `assign_citation`: which leaves a citation serves from now on.
    pub struct AssignCitation {
        /// Application.
        pub application: String,
        /// Citation.
        pub citation: String,
        /// Leaves.
        pub indicators: Vec<String>,
    }

    /// Request of `remove_citation`.
    pub struct OfCitation {
        /// Application.
        pub application: String,
        /// Citation.
        pub citation: String,
    }

    /// Request of `search`.
    pub struct Search {
        /// Words.
        pub words: String,
        /// Within this application; everywhere when absent.
        pub application: Option<String>,
        /// Within this document.
        pub document: Option<String>,
        /// Most pages listed.
        pub most: u32,
    }

    /// Answer of `search`.
    pub struct SearchView {
        /// Pages with hits, in the order of the desk, grouped by application and item.
        pub hits: Vec<SearchRow>,
        /// Whether there are more.
        pub more: bool,
        /// Pages that could not be searched, and where.
        pub unsearchable: Vec<UnsearchableRow>,
        /// How many in all.
        pub unsearchable_pages: u64,
        /// Documents that were not read for search yet; what cannot be read is in the list above.
        pub unread: u32,
    }

    /// A page with hits.
    pub struct SearchRow {
        /// Application.
        pub application: String,
        /// Place in the reading order.
        pub number: u32,
        /// Enterprise.
        pub enterprise: String,
        /// Evidence item.
        pub evidence: Option<String>,
        /// Title of the item.
        pub title: String,
        /// Document.
        pub document: String,
        /// Page of the file.
        pub page: u32,
        /// Hits on the page.
        pub count: u32,
        /// What stands before, the words, what stands after.
        pub context: (String, String, String),
    }

    /// Pages of an item that could not be searched.
    pub struct UnsearchableRow {
        /// Application.
        pub application: String,
        /// Enterprise.
        pub enterprise: String,
        /// Evidence item.
        pub evidence: Option<String>,
        /// Title.
        pub title: String,
        /// Document.
        pub document: String,
        /// Pages of the file; none when the document was not read at all.
        pub pages: Vec<u32>,
    }

    /// Request of `find_on_page`: where the words stand on a page.
    pub struct FindOnPage {
        /// Application.
        pub application: String,
        /// Document.
        pub document: String,
        /// Page.
        pub page: u32,
        /// Words.
        pub words: String,
    }

    /// Answer of `find_on_page`.
    pub struct FoundOnPage {
        /// One list of boxes per hit.
        pub hits: Vec<Vec<[f64; 4]>>,
    }
}
