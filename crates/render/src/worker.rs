//! The worker process: reads requests, owns PDFium and every open document, answers.
//!
//! Owns the set-up of the process and the loop. Does not own PDFium's ways (`document`, `engine`),
//! pictures (`picture`), or the confinement (`confine`).
//! Trap: whatever the worker needs from the file system is loaded before it confines itself.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use pdfium_render::prelude::Pdfium;

use crate::config::WORKER_ARGUMENT;
use crate::model::{Kind, PageLinks};
use crate::picture::PixelRect;
use crate::wire::channel::{Arrival, Channel};
use crate::wire::{Carrier, Drawing, Reply, Request};
use crate::{Card, SandboxState};

#[cfg(target_os = "linux")]
mod confine;
mod document;
mod engine;
mod fallback;
mod links;
mod outline;
mod picture;
mod source;

use document::PdfEvidence;
use picture::Picture;

/// A command of a test program's worker: name in, outcome out.
pub type Probe = fn(&str) -> String;

/// Becomes a worker and ends the process if the program was called as one; else returns at once.
///
/// A program that opens documents calls this first thing in `main`.
pub fn worker_main_if_requested() {
    main_if_requested(None);
}

/// Like [`worker_main_if_requested`], with a command that tests send to the worker.
#[doc(hidden)]
pub fn worker_main_with_probe(probe: Probe) {
    main_if_requested(Some(probe));
}

fn main_if_requested(probe: Option<Probe>) {
    let mut arguments = std::env::args_os().skip(1);
    if arguments
        .next()
        .is_some_and(|first| first == WORKER_ARGUMENT)
    {
        let code = match Setup::read(arguments).map(|setup| run(setup, probe)) {
            Some(Ok(())) => 0,
            Some(Err(_)) => 1,
            None => 2,
        };
        std::process::exit(code);
    }
}

/// What the client says on the command line; see `Config::worker_arguments`.
struct Setup {
    pdfium: PathBuf,
    font: Option<PathBuf>,
    memory: u64,
    processor_seconds: u64,
    sandbox: bool,
    socket: bool,
}

impl Setup {
    fn read(mut arguments: impl Iterator<Item = OsString>) -> Option<Setup> {
        let pdfium = PathBuf::from(arguments.next()?);
        let font = Some(arguments.next()?)
            .filter(|path| !path.is_empty())
            .map(PathBuf::from);
        let mut word = || arguments.next()?.into_string().ok();
        Some(Setup {
            pdfium,
            font,
            memory: word()?.parse().ok()?,
            processor_seconds: word()?.parse().ok()?,
            sandbox: word()? == "on",
            socket: word()? == "socket",
        })
    }
}

/// Points drawn around a tile of a PDF.
const MARGIN: f64 = 16.0;
/// Memory of a picture that is kept for the next one.
const MAX_SCRATCH: usize = 32 * 1024 * 1024;

type SharedChannel = Arc<Mutex<Channel>>;

fn run(setup: Setup, probe: Option<Probe>) -> io::Result<()> {
    let channel = Arc::new(Mutex::new(open_channel(setup.socket)?));
    let limits = setup.sandbox && limit(&setup);
    let Some(pdfium) = engine::load(&setup.pdfium, setup.font.as_deref()) else {
        return reply(
            &channel,
            &Reply::Failed {
                card: Card::Unavailable,
            },
            &[],
        );
    };
    let sandbox = SandboxState {
        limits,
        ..confine(setup.sandbox)
    };
    reply(&channel, &Reply::Ready { sandbox }, &[])?;
    Worker {
        channel,
        pdfium,
        probe,
        documents: HashMap::new(),
        scratch: Vec::new(),
        #[cfg(target_os = "linux")]
        pixels: None,
    }
    .serve()
}

#[cfg(target_os = "linux")]
fn limit(setup: &Setup) -> bool {
    confine::limit(setup.memory, setup.processor_seconds)
}

#[cfg(not(target_os = "linux"))]
fn limit(setup: &Setup) -> bool {
    // Read, and not in force: the client sees it in the reported state.
    let _ = (setup.memory, setup.processor_seconds);
    false
}

#[cfg(target_os = "linux")]
fn confine(wanted: bool) -> SandboxState {
    if wanted {
        confine::confine()
    } else {
        SandboxState::default()
    }
}

#[cfg(not(target_os = "linux"))]
fn confine(_wanted: bool) -> SandboxState {
    SandboxState::default()
}

fn open_channel(socket: bool) -> io::Result<Channel> {
    #[cfg(target_os = "linux")]
    if socket {
        use std::os::fd::AsFd;
        let stream = io::stdin().as_fd().try_clone_to_owned()?;
        return Ok(Channel::Socket(stream.into()));
    }
    if socket {
        return Err(io::ErrorKind::Unsupported.into());
    }
    Ok(Channel::Pipes(
        Box::new(io::stdin()),
        Box::new(io::stdout()),
    ))
}

fn reply(channel: &SharedChannel, reply: &Reply, body: &[u8]) -> io::Result<()> {
    channel
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .send(reply, body)
}

/// One open document.
enum Evidence {
    Pdf(PdfEvidence),
    Picture(Picture),
}

/// A reply with its body.
type Answer = (Reply, Vec<u8>);

struct Worker {
    channel: SharedChannel,
    pdfium: &'static Pdfium,
    probe: Option<Probe>,
    documents: HashMap<u64, Evidence>,
    /// Memory of the picture drawn last, used again: fresh memory costs as much as drawing.
    scratch: Vec<u8>,
    #[cfg(target_os = "linux")]
    pixels: Option<std::fs::File>,
}

impl Worker {
    fn serve(mut self) -> io::Result<()> {
        loop {
            let arrival = self
                .channel
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .receive_with::<Request>();
            let arrival = match arrival {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                arrival => arrival?,
            };
            if let Some((answer, body)) = self.answer(arrival) {
                reply(&self.channel, &answer, &body)?;
            }
        }
    }

    /// Answers one request; a panic in a library is the document's fault, not the end.
    fn answer(&mut self, arrival: Arrival<Request>) -> Option<Answer> {
        let handled = catch_unwind(AssertUnwindSafe(|| self.handle(arrival)));
        match handled.unwrap_or(Err(Card::Damaged)) {
            Ok(answer) => answer,
            Err(card) => Some((Reply::Failed { card }, Vec::new())),
        }
    }

    fn handle(&mut self, arrival: Arrival<Request>) -> Result<Option<Answer>, Card> {
        match arrival.frame.header {
            #[cfg(target_os = "linux")]
            Request::Buffer => {
                self.pixels = arrival.descriptor.map(Into::into);
                Ok(None)
            }
            Request::Close { document } => {
                self.documents.remove(&document);
                Ok(None)
            }
            Request::Open {
                document,
                kind,
                length,
                carrier,
            } => {
                let bytes = match carrier {
                    Carrier::Body => Some(arrival.frame.body),
                    #[cfg(target_os = "linux")]
                    Carrier::Descriptor => Some(source::read_whole(arrival.descriptor, length)?),
                    _ => None,
                };
                self.open(document, kind, length, bytes).map(Some)
            }
            Request::Page {
                document,
                page,
                drawing,
            } => self.page(document, page, drawing).map(Some),
            Request::Links { document, page } => match self.documents.get(&document) {
                Some(Evidence::Pdf(pdf)) => pdf.links(page).map(Some),
                Some(Evidence::Picture(_)) => {
                    only_page(page).map(|()| Some((Reply::Links(PageLinks::default()), Vec::new())))
                }
                None => Err(Card::Damaged),
            },
            Request::Text { document, page } => match self.documents.get(&document) {
                Some(Evidence::Pdf(pdf)) => pdf.text(page).map(Some),
                Some(Evidence::Picture(picture)) => picture.text(page).map(Some),
                None => Err(Card::Damaged),
            },
            Request::Probe { name } => {
                let probe = self.probe.ok_or(Card::Unavailable)?;
                Ok(Some((
                    Reply::Probed {
                        outcome: probe(&name),
                    },
                    Vec::new(),
                )))
            }
            // A block outside of a reading, or a buffer where none can be passed.
            _ => Err(Card::Damaged),
        }
    }

    fn open(
        &mut self,
        id: u64,
        kind: Kind,
        length: u64,
        bytes: Option<Vec<u8>>,
    ) -> Result<Answer, Card> {
        if length == 0 {
            return Err(Card::Empty);
        }
        let evidence = match (kind, bytes) {
            (Kind::Pdf, Some(bytes)) => Evidence::Pdf(PdfEvidence::from_bytes(self.pdfium, bytes)?),
            (Kind::Pdf, None) => {
                let reader = source::BlockReader::new(self.channel.clone(), id, length);
                Evidence::Pdf(PdfEvidence::from_blocks(self.pdfium, reader)?)
            }
            (_, Some(bytes)) => Evidence::Picture(Picture::open(kind, bytes)?),
            (_, None) => return Err(Card::OutOfMemory),
        };
        let answer = match &evidence {
            Evidence::Pdf(pdf) => pdf.describe()?,
            Evidence::Picture(picture) => picture.describe(),
        };
        self.documents.insert(id, evidence);
        Ok(answer)
    }

    fn page(&mut self, id: u64, page: u32, drawing: Drawing) -> Result<Answer, Card> {
        if !drawing.is_sound() {
            return Err(Card::OutOfMemory);
        }
        // Decoded pictures and pages are the largest things a worker holds: one document's at a time.
        for (other, evidence) in &mut self.documents {
            match evidence {
                _ if *other == id => {}
                Evidence::Picture(picture) => picture.release(),
                Evidence::Pdf(pdf) => pdf.release(),
            }
        }
        let rgba = match self.documents.get_mut(&id) {
            Some(Evidence::Pdf(pdf)) => {
                let mut rgba = std::mem::take(&mut self.scratch);
                let wide = seamless(drawing, pdf.scale(page, drawing)?);
                white(&mut rgba, wide)?;
                pdf.draw(page, wide, &mut rgba)?;
                cut(&mut rgba, wide.tile, drawing.tile);
                rgba
            }
            Some(Evidence::Picture(picture)) => picture.draw(page, drawing)?,
            None => return Err(Card::Damaged),
        };
        let in_buffer = self.write_pixels(&rgba);
        Ok((
            Reply::Drawn {
                width: drawing.tile.width,
                height: drawing.tile.height,
                in_buffer,
            },
            self.keep(rgba, in_buffer),
        ))
    }

    /// The body of the reply: the pixels, or nothing and their memory is kept for the next page.
    fn keep(&mut self, rgba: Vec<u8>, in_buffer: bool) -> Vec<u8> {
        if !in_buffer {
            return rgba;
        }
        if rgba.capacity() <= MAX_SCRATCH {
            self.scratch = rgba;
        }
        Vec::new()
    }

    #[cfg(target_os = "linux")]
    fn write_pixels(&self, rgba: &[u8]) -> bool {
        use std::os::unix::fs::FileExt;
        self.pixels
            .as_ref()
            .is_some_and(|buffer| buffer.write_all_at(rgba, 0).is_ok())
    }

    #[cfg(not(target_os = "linux"))]
    fn write_pixels(&self, _rgba: &[u8]) -> bool {
        false
    }
}

/// The tile with a margin of half a line of print. PDFium draws glyphs otherwise where they are cut
/// by the edge of its picture, and tiles would show seams.
fn seamless(drawing: Drawing, scale: f64) -> Drawing {
    let margin = (MARGIN * scale).ceil().clamp(16.0, 128.0) as u32;
    let PixelRect {
        left,
        top,
        width,
        height,
    } = drawing.tile;
    let (from, down) = (left.saturating_sub(margin), top.saturating_sub(margin));
    let end = |start: u32, length: u32, edge: u32| (start + length + margin).min(edge);
    let tile = PixelRect {
        left: from,
        top: down,
        width: end(left, width, drawing.width) - from,
        height: end(top, height, drawing.height) - down,
    };
    Drawing { tile, ..drawing }
}

/// Keeps of the pixels of `wide` those of `tile`, which lies in it.
fn cut(rgba: &mut Vec<u8>, wide: PixelRect, tile: PixelRect) {
    if wide == tile {
        return;
    }
    let bytes = |pixels: u32| pixels as usize * 4;
    let (row, kept) = (bytes(wide.width), bytes(tile.width));
    let skipped = bytes(tile.left - wide.left);
    let first = (tile.top - wide.top) as usize;
    for y in 0..tile.height as usize {
        let start = (first + y) * row + skipped;
        rgba.copy_within(start..start + kept, y * kept);
    }
    rgba.truncate(kept * tile.height as usize);
}

/// Makes `memory` the white pixels of a tile, or says with a card that there is no room.
fn white(memory: &mut Vec<u8>, drawing: Drawing) -> Result<(), Card> {
    let length = u64::from(drawing.tile.width) * u64::from(drawing.tile.height) * 4;
    let length = usize::try_from(length).map_err(|_| Card::OutOfMemory)?;
    memory.clear();
    memory
        .try_reserve_exact(length)
        .map_err(|_| Card::OutOfMemory)?;
    memory.resize(length, 255);
    Ok(())
}

/// Checks the page number of a document of one page.
fn only_page(page: u32) -> Result<(), Card> {
    if page == 0 {
        Ok(())
    } else {
        Err(Card::NoSuchPage)
    }
}
