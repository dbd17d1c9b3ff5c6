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
use crate::model::{Kind, PictureSize};
use crate::wire::channel::{Arrival, Channel};
use crate::wire::{Carrier, Reply, Request};
use crate::{Card, SandboxState};

#[cfg(target_os = "linux")]
mod confine;
mod document;
mod engine;
mod fallback;
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
                size,
            } => self.page(document, page, size).map(Some),
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

    fn page(&mut self, id: u64, page: u32, size: PictureSize) -> Result<Answer, Card> {
        // One decoded picture at a time: they are the largest things a worker holds.
        for (other, evidence) in &mut self.documents {
            if let Evidence::Picture(picture) = evidence
                && *other != id
            {
                picture.release();
            }
        }
        let (width, height, rgba) = match self.documents.get_mut(&id) {
            Some(Evidence::Pdf(pdf)) => pdf.draw(page, size)?,
            Some(Evidence::Picture(picture)) => picture.draw(page, size)?,
            None => return Err(Card::Damaged),
        };
        let in_buffer = self.write_pixels(&rgba);
        let body = if in_buffer { Vec::new() } else { rgba };
        Ok((
            Reply::Drawn {
                width,
                height,
                in_buffer,
            },
            body,
        ))
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

/// Pixel width and height for a page of a size in points, within the bound on pixels.
fn pixels_for(points: (f32, f32), size: PictureSize) -> Result<(u32, u32), Card> {
    let (width, height) = (f64::from(points.0), f64::from(points.1));
    if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
        return Err(Card::Damaged);
    }
    let scale = match size {
        PictureSize::Width(pixels) => f64::from(pixels.max(1)) / width,
        PictureSize::Dpi(dpi) => f64::from(dpi.max(1)) / 72.0,
    };
    let pixels = width * scale * height * scale;
    let most = crate::MAX_PIXELS as f64;
    let scale = if pixels > most {
        scale * (most / pixels).sqrt()
    } else {
        scale
    };
    // Very long and thin pages: no edge beyond what a drawing surface takes.
    let edge = |points: f64| (points * scale).floor().clamp(1.0, 32_767.0) as u32;
    Ok((edge(width), edge(height)))
}

/// Memory for pixels, or the card that says there is none.
fn pixel_memory(width: u32, height: u32) -> Result<Vec<u8>, Card> {
    let length = u64::from(width) * u64::from(height) * 4;
    let length = usize::try_from(length).map_err(|_| Card::OutOfMemory)?;
    let mut memory = Vec::new();
    memory
        .try_reserve_exact(length)
        .map_err(|_| Card::OutOfMemory)?;
    memory.resize(length, 255);
    Ok(memory)
}

/// Checks the page number of a document of one page.
fn only_page(page: u32) -> Result<(), Card> {
    if page == 0 {
        Ok(())
    } else {
        Err(Card::NoSuchPage)
    }
}
