//! The one font PDFium may use for Chinese text whose font a document does not bring along.
//!
//! Owns PDFium's font callbacks and all unsafe code of the project. The safe provider of
//! pdfium-render is not used because it drops requests whose font name is not UTF-8, and that is
//! how Chinese programs write 宋体 and 黑体 (as GBK bytes): such pages stayed blank.
//! Trap: once this is installed PDFium never looks into the machine's font folders, so that a page
//! looks the same everywhere; without a font the text is missing everywhere.
#![allow(unsafe_code, reason = "PDFium asks for fonts through C callbacks")]

use std::ffi::{CStr, c_char, c_int, c_uchar, c_uint, c_ulong, c_void};
use std::ptr;

use pdfium_render::prelude::{Pdfium, PdfiumLibraryBindingsAccessor};

/// Character sets as PDFium numbers them: Japanese, Korean, simplified and traditional Chinese.
const EAST_ASIAN: [c_int; 4] = [128, 129, 134, 136];
/// Parts of the Latin names of common Chinese fonts, in lower case.
const FAMILIES: [&str; 14] = [
    "simsun", "simhei", "simkai", "simfang", "songti", "heiti", "kaiti", "fangsong", "stsong",
    "stkaiti", "yahei", "dengxian", "mingliu", "fzxbs",
];
const NAME: &CStr = c"Hengping CJK";

/// PDFium's `FPDF_SYSFONTINFO`, followed by the font.
#[repr(C)]
struct FontSource {
    version: c_int,
    release: Option<unsafe extern "C" fn(*mut FontSource)>,
    enum_fonts: Option<unsafe extern "C" fn(*mut FontSource, *mut c_void)>,
    map_font: Option<MapFont>,
    get_font: Option<unsafe extern "C" fn(*mut FontSource, *const c_char) -> *mut c_void>,
    get_font_data: Option<GetFontData>,
    get_face_name: Option<GetFaceName>,
    get_font_charset: Option<unsafe extern "C" fn(*mut FontSource, *mut c_void) -> c_int>,
    delete_font: Option<unsafe extern "C" fn(*mut FontSource, *mut c_void)>,
    font: Vec<u8>,
}

type MapFont = unsafe extern "C" fn(
    *mut FontSource,
    c_int,
    c_int,
    c_int,
    c_int,
    *const c_char,
    *mut c_int,
) -> *mut c_void;
type GetFontData =
    unsafe extern "C" fn(*mut FontSource, *mut c_void, c_uint, *mut c_uchar, c_ulong) -> c_ulong;
type GetFaceName =
    unsafe extern "C" fn(*mut FontSource, *mut c_void, *mut c_char, c_ulong) -> c_ulong;

/// Makes `font` (a single face; empty for none) the only font outside of documents.
pub(super) fn install(pdfium: &'static Pdfium, font: Vec<u8>) {
    let source = Box::leak(Box::new(FontSource {
        version: 2,
        release: None,
        enum_fonts: None,
        map_font: Some(map_font),
        get_font: None,
        get_font_data: Some(get_font_data),
        get_face_name: Some(get_face_name),
        get_font_charset: Some(get_font_charset),
        delete_font: Some(delete_font),
        font,
    }));
    // SAFETY: the pointer stays valid for the life of the process, as the box is leaked; the fields
    // up to `delete_font` have the order and types of version 2 of PDFium's FPDF_SYSFONTINFO, and
    // PDFium touches nothing beyond them.
    unsafe {
        pdfium
            .bindings()
            .FPDF_SetSystemFontInfo(ptr::from_mut(source).cast())
    };
}

/// Whether a request is one for East Asian text.
fn is_wanted(charset: c_int, face: &[u8]) -> bool {
    let latin = String::from_utf8_lossy(face).to_ascii_lowercase();
    EAST_ASIAN.contains(&charset)
        || !face.is_ascii()
        || FAMILIES.iter().any(|family| latin.contains(family))
}

/// The handle of a font is its character set plus one, as there is only one font.
unsafe extern "C" fn map_font(
    this: *mut FontSource,
    _weight: c_int,
    _italic: c_int,
    charset: c_int,
    _pitch_family: c_int,
    face: *const c_char,
    _exact: *mut c_int,
) -> *mut c_void {
    if this.is_null() || face.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: PDFium passes the pointer given to it in `install` and a C string of its own; both
    // live for the duration of the call and nothing writes to either.
    let (source, face) = unsafe { (&*this, CStr::from_ptr(face)) };
    if source.font.is_empty() || !is_wanted(charset, face.to_bytes()) {
        return ptr::null_mut();
    }
    ptr::without_provenance_mut(usize::try_from(charset).unwrap_or(0).saturating_add(1))
}

unsafe extern "C" fn get_font_data(
    this: *mut FontSource,
    _font: *mut c_void,
    table: c_uint,
    buffer: *mut c_uchar,
    size: c_ulong,
) -> c_ulong {
    // Single tables are asked for only to learn whether the file is a collection.
    if this.is_null() || table != 0 {
        return 0;
    }
    // SAFETY: as in `map_font`.
    let source = unsafe { &*this };
    // SAFETY: PDFium passes a buffer of `size` bytes of its own, or none.
    unsafe { copy_out(&source.font, buffer, size) }
}

unsafe extern "C" fn get_face_name(
    _this: *mut FontSource,
    _font: *mut c_void,
    buffer: *mut c_char,
    size: c_ulong,
) -> c_ulong {
    // SAFETY: PDFium passes a buffer of `size` bytes of its own, or none.
    unsafe { copy_out(NAME.to_bytes_with_nul(), buffer.cast(), size) }
}

/// Copies `bytes` into a buffer if it is large enough, and returns how many there are.
///
/// # Safety
/// `buffer` is null, or valid for writing `size` bytes and apart from `bytes`.
unsafe fn copy_out(bytes: &[u8], buffer: *mut c_uchar, size: c_ulong) -> c_ulong {
    let fits = usize::try_from(size).is_ok_and(|size| size >= bytes.len());
    if !buffer.is_null() && fits {
        // SAFETY: the caller vouches for the buffer, and it is long enough.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), buffer, bytes.len()) };
    }
    c_ulong::try_from(bytes.len()).unwrap_or(0)
}

unsafe extern "C" fn get_font_charset(_this: *mut FontSource, font: *mut c_void) -> c_int {
    c_int::try_from(font.addr().saturating_sub(1)).unwrap_or(0)
}

unsafe extern "C" fn delete_font(_this: *mut FontSource, _font: *mut c_void) {}
