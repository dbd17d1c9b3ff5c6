//! The press: Typst sources and data in, laid-out pages and PDF bytes out.
//!
//! Owns fonts, templates and compilation; knows nothing of enterprises. Trap: the fonts are those
//! of the machine, so page breaks may move with another font version; templates start every
//! section that is cited on a page of its own.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, ensure};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandards};

use crate::text;

/// Where Debian's `fonts-noto-cjk` puts its files.
const DEFAULT_FONT_DIR: &str = "/usr/share/fonts/opentype/noto";

const FONT_FILES: [&str; 4] = [
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJK-Bold.ttc",
    "NotoSerifCJK-Regular.ttc",
    "NotoSerifCJK-Bold.ttc",
];

/// Faces used: each collection also holds those of Japan, Korea, Taiwan and Hong Kong.
const FAMILIES: [&str; 2] = ["Noto Sans CJK SC", "Noto Serif CJK SC"];

const TEMPLATES: [(&str, &str); 8] = [
    ("/main.typ", include_str!("../templates/main.typ")),
    ("/base.typ", include_str!("../templates/base.typ")),
    ("/report.typ", include_str!("../templates/report.typ")),
    ("/finance.typ", include_str!("../templates/finance.typ")),
    ("/papers.typ", include_str!("../templates/papers.typ")),
    ("/records.typ", include_str!("../templates/records.typ")),
    ("/practice.typ", include_str!("../templates/practice.typ")),
    ("/scan.typ", include_str!("../templates/scan.typ")),
];

/// Fonts and templates, ready to print.
pub struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: HashMap<FileId, Source>,
}

/// Data files of one document, by absolute virtual path.
pub type Sheets = Vec<(String, Vec<u8>)>;

impl Press {
    /// Loads fonts from `HENGPING_FONT_DIR` or the system's folder.
    ///
    /// # Errors
    /// When a font is missing.
    pub fn new() -> Result<Self> {
        let fonts = load_fonts()?;
        let sources = TEMPLATES.map(|(path, text)| {
            let id = file_id(path)?;
            Ok((id, Source::new(id, text.to_owned())))
        });
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            templates: sources.into_iter().collect::<Result<_>>()?,
        })
    }

    /// Lays out the document whose main template is `main`.
    ///
    /// # Errors
    /// When the template fails or a glyph is missing; the message names the place.
    pub fn lay_out(&self, main: &str, sheets: Sheets) -> Result<PagedDocument> {
        let mut files = HashMap::new();
        for (path, bytes) in sheets {
            files.insert(file_id(&path)?, Bytes::new(bytes));
        }
        let job = Job {
            press: self,
            main: file_id(main)?,
            files,
        };
        let result = typst::compile::<PagedDocument>(&job);
        ensure!(
            result.warnings.is_empty(),
            "{main}: {}",
            told(&job, &result.warnings)
        );
        let document = result
            .output
            .map_err(|errors| anyhow!("{main}: {}", told(&job, &errors)))?;
        let undrawable = text::undrawable(&document);
        ensure!(undrawable.is_empty(), "no glyph for {undrawable:?}");
        Ok(document)
    }
}

/// One PDF of all pages of `parts`, in order.
///
/// # Errors
/// When the pages cannot be written as PDF.
pub fn bind(mut parts: Vec<PagedDocument>) -> Result<Vec<u8>> {
    use typst::model::Document;
    let document = if parts.len() == 1 {
        parts.remove(0)
    } else {
        let first = parts.first().context("nothing to bind")?;
        let info = first.info().clone();
        let pages = parts.iter().flat_map(|part| part.pages().iter().cloned());
        PagedDocument::new(pages.collect(), info)
    };
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(None),
        timestamp: None,
        page_ranges: None,
        standards: PdfStandards::default(),
        tagged: false,
        pretty: false,
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| anyhow!("{:?}", messages(&errors)))
}

/// One document being laid out.
struct Job<'a> {
    press: &'a Press,
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.press.templates.get(&id);
        source.cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        // No clock: the same bytes in every run.
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_with_slash()))
}

fn file_id(path: &str) -> Result<FileId> {
    let path = VirtualPath::new(path).map_err(|_| anyhow!("not a virtual path: {path}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn load_fonts() -> Result<Vec<Font>> {
    let folder = env::var_os("HENGPING_FONT_DIR").unwrap_or_else(|| DEFAULT_FONT_DIR.into());
    let folder = PathBuf::from(folder);
    let mut fonts = Vec::new();
    for name in FONT_FILES {
        let path = folder.join(name);
        let bytes = fs::read(&path)
            .with_context(|| format!("{} (install fonts-noto-cjk)", path.display()))?;
        let faces = Font::iter(Bytes::new(bytes));
        fonts.extend(faces.filter(|face| FAMILIES.contains(&face.info().family.as_str())));
    }
    ensure!(
        fonts.len() == FONT_FILES.len(),
        "the fonts lack a simplified Chinese face"
    );
    Ok(fonts)
}

fn told(job: &Job<'_>, problems: &[SourceDiagnostic]) -> String {
    use typst::WorldExt;
    let lines = problems.iter().map(|problem| {
        let file = problem
            .span
            .id()
            .map(|id| id.get().vpath().get_with_slash().to_owned());
        let line = job.range(problem.span).and_then(|range| {
            let source = job.source(problem.span.id()?).ok()?;
            source.lines().byte_to_line(range.start)
        });
        let line = line.map_or(0, |line| line + 1);
        format!("{}:{line}: {}", file.unwrap_or_default(), problem.message)
    });
    lines.collect::<Vec<_>>().join("; ")
}

fn messages(problems: &[SourceDiagnostic]) -> Vec<String> {
    problems.iter().map(|p| p.message.to_string()).collect()
}
