//! The press: a paper and faces in, the bytes of a PDF out.
//!
//! Owns the official layout (`templates/paper.typ`), the choice of faces and the profile PDF/A-2b.
//! What stands on a paper reaches the template as data, which is never read as markup. Trap: the
//! profile forbids boxes in place of characters that no face has, so such a character is printed as
//! its code, 〔U+2B740〕, and named in what the press returns.

mod faces;

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;
use thiserror::Error;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use faces::{Faces, NoFace};

use crate::paper::Paper;

const TEMPLATE: &str = include_str!("../templates/paper.typ");
const MAIN: &str = "/paper.typ";
const CHARTS_TEMPLATE: &str = include_str!("../templates/charts.typ");
const CHARTS: &str = "/charts.typ";
const DATA: &str = "/paper.json";
const FACES: &str = "/faces.json";
/// What made the file, in its properties.
const CREATOR: &str = concat!("Hengping ", env!("CARGO_PKG_VERSION"));

/// Why a paper cannot be printed. Never says what stands on it.
#[derive(Debug, Error)]
pub enum PressError {
    /// The layout cannot be computed.
    #[error("the pages cannot be laid out")]
    Layout,
    /// The pages cannot be written in the profile.
    #[error("the pages cannot be written as PDF/A-2b")]
    Profile,
}

/// A paper that was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Characters that no face has; they stand on the paper as their codes.
    pub missing: BTreeSet<char>,
}

/// Faces and layout, ready to print.
pub struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    faces: Faces,
    template: Source,
    charts: Source,
}

impl Press {
    /// A press with these faces.
    ///
    /// # Errors
    /// [`PressError::Layout`] when a template's name is none, which cannot be.
    pub fn new(faces: Faces) -> Result<Self, PressError> {
        let source = |name, text: &str| {
            let id = file_id(name).ok_or(PressError::Layout)?;
            Ok(Source::new(id, text.to_owned()))
        };
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(faces.all())),
            faces,
            template: source(MAIN, TEMPLATE)?,
            charts: source(CHARTS, CHARTS_TEMPLATE)?,
        })
    }

    /// The faces it prints with.
    #[must_use]
    pub fn faces(&self) -> &Faces {
        &self.faces
    }

    /// Prints a paper; the same bytes for the same paper and faces.
    ///
    /// # Errors
    /// [`PressError`].
    pub fn print(&self, paper: &Paper) -> Result<Printed, PressError> {
        let mut missing = BTreeSet::new();
        let mut data = serde_json::to_value(paper).map_err(|_| PressError::Layout)?;
        self.spell(&mut data, &mut missing);
        let job = Job {
            press: self,
            data: Bytes::new(data.to_string().into_bytes()),
            faces: Bytes::new(self.faces.to_json().into_bytes()),
        };
        let document = typst::compile::<PagedDocument>(&job).output;
        let document = document.map_err(|_| PressError::Layout)?;
        Ok(Printed {
            pdf: bytes(&document)?,
            pages: document.pages().len(),
            missing,
        })
    }

    /// Spells characters that no face has as their codes.
    fn spell(&self, value: &mut Value, missing: &mut BTreeSet<char>) {
        match value {
            Value::String(text) if text.chars().any(|c| !self.faces.have(c)) => {
                let mut spelt = String::new();
                for c in text.chars() {
                    if self.faces.have(c) {
                        spelt.push(c);
                    } else {
                        missing.insert(c);
                        spelt.push_str(&format!("\u{3014}U+{:04X}\u{3015}", u32::from(c)));
                    }
                }
                *text = spelt;
            }
            Value::Array(all) => all.iter_mut().for_each(|one| self.spell(one, missing)),
            Value::Object(all) => all.values_mut().for_each(|one| self.spell(one, missing)),
            _ => {}
        }
    }
}

fn bytes(document: &PagedDocument) -> Result<Vec<u8>, PressError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|_| PressError::Profile)?;
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some(CREATOR.into())),
        // The paper brings its day.
        timestamp: None,
        page_ranges: None,
        standards,
        tagged: false,
        pretty: false,
    };
    typst_pdf::pdf(document, &options).map_err(|_| PressError::Profile)
}

/// One paper being laid out.
struct Job<'a> {
    press: &'a Press,
    data: Bytes,
    faces: Bytes,
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let mut sources = [&self.press.template, &self.press.charts].into_iter();
        let found = sources.find(|source| source.id() == id);
        found.cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id.get().vpath().get_with_slash() {
            DATA => Ok(self.data.clone()),
            FACES => Ok(self.faces.clone()),
            _ => Err(not_found(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.faces.all().get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        // No clock: the same bytes in every run.
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_with_slash()))
}

fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}
