//! One worker process as the client sees it.
//!
//! Owns starting, asking, timing out and ending it. Does not own which application it serves.
//! Trap: nothing it says is believed: counts are compared with the bytes that came, and an answer to
//! another question than the one asked ends it.

use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::document::Document;
use super::lock;
use super::source::Source;
use crate::Card;
use crate::config::{Config, SandboxPolicy, SandboxState, Transport};
use crate::model::{
    DocumentInfo, MAX_LINKS, MAX_OUTLINE, MAX_PAGES, PageImage, PageLinks, PageText,
};
use crate::order::mend_columns;
use crate::wire::channel::Channel;
use crate::wire::{Carrier, Drawing, Frame, Reply, Request, decode_characters, decode_sizes};

/// Documents that stay open in a worker, and their bytes together.
const MAX_OPEN: usize = 8;
const MAX_OPEN_BYTES: u64 = 128 * 1024 * 1024;

/// A running worker.
pub(super) struct Process {
    child: Arc<Mutex<Child>>,
    channel: Channel,
    watchdog: Watchdog,
    #[cfg(target_os = "linux")]
    pixels: Option<std::fs::File>,
    ready: Option<SandboxState>,
    required: bool,
    timeout: Duration,
    open: Vec<(u64, u64)>,
    busy: Duration,
    wear: Duration,
    dead: bool,
}

impl Process {
    /// Starts a worker without waiting for it.
    pub(super) fn start(config: &Config) -> Result<Process, Card> {
        let mut command = Command::new(&config.program);
        command
            .args(config.worker_arguments())
            .stderr(Stdio::null())
            .env_clear();
        // Windows programs do not start without it.
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        let (child, channel) = connect(&mut command, config.transport).ok_or(Card::Unavailable)?;
        let child = Arc::new(Mutex::new(child));
        Ok(Process {
            watchdog: Watchdog::start(child.clone()),
            child,
            channel,
            #[cfg(target_os = "linux")]
            pixels: None,
            ready: None,
            required: config.sandbox == SandboxPolicy::Required,
            timeout: config.timeout,
            open: Vec::new(),
            busy: Duration::ZERO,
            wear: Duration::from_secs(config.processor_seconds / 2),
            dead: false,
        })
    }

    pub(super) fn id(&self) -> u32 {
        lock(&self.child).id()
    }

    pub(super) fn is_dead(&self) -> bool {
        self.dead
    }

    /// Whether it ended on its own while nothing was asked of it.
    pub(super) fn has_ended(&self) -> bool {
        !matches!(lock(&self.child).try_wait(), Ok(None))
    }

    /// Whether it worked so long that its limit of processor time might hit an innocent document.
    pub(super) fn is_worn(&self) -> bool {
        self.busy > self.wear
    }

    pub(super) fn has(&self, document: &Document) -> bool {
        self.open.iter().any(|(id, _)| *id == document.id())
    }

    /// Waits until the worker is set up; what it reports of its confinement.
    pub(super) fn ready(&mut self) -> Result<SandboxState, Card> {
        if let Some(state) = self.ready {
            return Ok(state);
        }
        let sandbox = match self.timed(|process| process.channel.receive().ok())? {
            Frame {
                header: Reply::Ready { sandbox },
                ..
            } => sandbox,
            _ => return Err(self.give_up(Card::Unavailable)),
        };
        if self.required && !sandbox.is_full() {
            return Err(self.give_up(Card::Unavailable));
        }
        self.timed(|process| {
            process.share_buffer();
            Some(())
        })?;
        self.ready = Some(sandbox);
        Ok(sandbox)
    }

    #[cfg(target_os = "linux")]
    fn share_buffer(&mut self) {
        use crate::model::MAX_PIXELS;
        use std::os::fd::AsFd;
        if !matches!(self.channel, Channel::Socket(_)) {
            return;
        }
        let buffer = super::source::memory::buffer(4 * MAX_PIXELS).ok();
        self.pixels = buffer.filter(|buffer| {
            self.channel
                .send_with(&Request::Buffer, buffer.as_fd())
                .is_ok()
        });
    }

    #[cfg(not(target_os = "linux"))]
    fn share_buffer(&mut self) {}

    /// Opens a document, closing others beyond the bounds.
    pub(super) fn open(&mut self, document: &Document) -> Result<DocumentInfo, Card> {
        self.ready()?;
        let frame = self.ask(document, |process| {
            process.make_room(document.source().weight())?;
            process.send_open(document)
        })?;
        let Reply::Opened { pages, mut outline } = frame.header else {
            return Err(self.give_up(Card::WorkerCrashed));
        };
        let sizes = decode_sizes(&frame.body, pages);
        let Some(sizes) = sizes.filter(|_| (1..=MAX_PAGES).contains(&pages)) else {
            return Err(self.give_up(Card::WorkerCrashed));
        };
        self.open.push((document.id(), document.source().weight()));
        outline.truncate(MAX_OUTLINE);
        for entry in &mut outline {
            entry.page = entry.page.filter(|page| (1..=pages).contains(page));
        }
        Ok(DocumentInfo {
            pages: sizes,
            outline,
        })
    }

    fn send_open(&mut self, document: &Document) -> Option<()> {
        let (kind, length) = (document.kind(), document.source().length());
        let open = |carrier| Request::Open {
            document: document.id(),
            kind,
            length,
            carrier,
        };
        match document.source() {
            #[cfg(target_os = "linux")]
            Source::Sealed(file, _) => {
                use std::os::fd::AsFd;
                self.channel
                    .send_with(&open(Carrier::Descriptor), file.as_fd())
                    .ok()
            }
            Source::Bytes(bytes) => self.channel.send(&open(Carrier::Body), bytes).ok(),
            Source::Blocks(_) => self.channel.send(&open(Carrier::Blocks), &[]).ok(),
        }
    }

    fn make_room(&mut self, coming: u64) -> Option<()> {
        let held = |open: &[(u64, u64)]| open.iter().map(|(_, bytes)| bytes).sum::<u64>();
        while !self.open.is_empty()
            && (self.open.len() >= MAX_OPEN || held(&self.open) + coming > MAX_OPEN_BYTES)
        {
            let (document, _) = self.open.remove(0);
            self.channel.send(&Request::Close { document }, &[]).ok()?;
        }
        Some(())
    }

    pub(super) fn page_image(
        &mut self,
        document: &Document,
        page: u32,
        drawing: Drawing,
    ) -> Result<PageImage, Card> {
        let request = Request::Page {
            document: document.id(),
            page: page - 1,
            drawing,
        };
        let frame = self.ask(document, |process| process.channel.send(&request, &[]).ok())?;
        let Reply::Drawn {
            width,
            height,
            in_buffer,
        } = frame.header
        else {
            return Err(self.give_up(Card::WorkerCrashed));
        };
        let pixels = u64::from(width) * u64::from(height);
        let asked = (width, height) == (drawing.tile.width, drawing.tile.height);
        let rgba = match in_buffer {
            _ if !asked => None,
            true => self.read_pixels(pixels * 4),
            false => Some(frame.body).filter(|body| body.len() as u64 == pixels * 4),
        };
        let rgba = rgba.ok_or_else(|| self.give_up(Card::WorkerCrashed))?;
        Ok(PageImage {
            page,
            width,
            height,
            rgba,
        })
    }

    #[cfg(target_os = "linux")]
    fn read_pixels(&self, bytes: u64) -> Option<Vec<u8>> {
        use std::os::unix::fs::FileExt;
        let mut rgba = vec![0; usize::try_from(bytes).ok()?];
        self.pixels.as_ref()?.read_exact_at(&mut rgba, 0).ok()?;
        Some(rgba)
    }

    #[cfg(not(target_os = "linux"))]
    fn read_pixels(&self, _bytes: u64) -> Option<Vec<u8>> {
        None
    }

    pub(super) fn page_text(&mut self, document: &Document, page: u32) -> Result<PageText, Card> {
        let request = Request::Text {
            document: document.id(),
            page: page - 1,
        };
        let frame = self.ask(document, |process| process.channel.send(&request, &[]).ok())?;
        let Reply::Text {
            characters,
            geometry,
            has_picture,
            pictures,
        } = frame.header
        else {
            return Err(self.give_up(Card::WorkerCrashed));
        };
        let Some(characters) = decode_characters(&frame.body, characters) else {
            return Err(self.give_up(Card::WorkerCrashed));
        };
        let mut text = PageText {
            page,
            geometry,
            characters,
            has_picture,
            pictures,
        };
        mend_columns(&mut text);
        Ok(text)
    }

    pub(super) fn links(&mut self, document: &Document, page: u32) -> Result<PageLinks, Card> {
        let request = Request::Links {
            document: document.id(),
            page: page - 1,
        };
        let frame = self.ask(document, |process| process.channel.send(&request, &[]).ok())?;
        let Reply::Links(mut found) = frame.header else {
            return Err(self.give_up(Card::WorkerCrashed));
        };
        let pages = document.info().page_count();
        found.links.truncate(MAX_LINKS);
        found.links.retain(|link| (1..=pages).contains(&link.page));
        Ok(found)
    }

    pub(super) fn probe(&mut self, name: &str) -> Result<String, Card> {
        self.ready()?;
        let request = Request::Probe {
            name: name.to_owned(),
        };
        let frame = self.timed(|process| {
            process.channel.send(&request, &[]).ok()?;
            process.channel.receive().ok()
        })?;
        match frame.header {
            Reply::Probed { outcome } => Ok(outcome),
            Reply::Failed { card } => Err(card),
            _ => Err(self.give_up(Card::WorkerCrashed)),
        }
    }

    /// Sends a request and waits for its answer, giving the blocks the worker asks for meanwhile.
    fn ask(
        &mut self,
        document: &Document,
        send: impl FnOnce(&mut Process) -> Option<()>,
    ) -> Result<Frame<Reply>, Card> {
        let frame = self.timed(|process| {
            send(process)?;
            loop {
                let frame = process.channel.receive::<Reply>().ok()?;
                match frame.header {
                    Reply::Need { offset, length, .. } => process.give(document, offset, length)?,
                    _ => return Some(frame),
                }
            }
        })?;
        document.check()?;
        match frame.header {
            Reply::Failed { card } => Err(card),
            _ => Ok(frame),
        }
    }

    fn give(&mut self, document: &Document, offset: u64, length: u32) -> Option<()> {
        let Source::Blocks(blocks) = document.source() else {
            return None;
        };
        let block = blocks.give(offset, length);
        let ok = block.is_some();
        self.channel
            .send(&Request::Block { ok }, &block.unwrap_or_default())
            .ok()
    }

    /// Runs one exchange under the time limit; `None` means that the connection broke.
    fn timed<T>(&mut self, exchange: impl FnOnce(&mut Process) -> Option<T>) -> Result<T, Card> {
        let start = Instant::now();
        self.watchdog.arm(Some(start + self.timeout));
        let outcome = exchange(self);
        self.watchdog.arm(None);
        self.busy += start.elapsed();
        outcome.ok_or_else(|| {
            let late = self.watchdog.fired.load(Ordering::SeqCst);
            self.give_up(if late {
                Card::TimedOut
            } else {
                Card::WorkerCrashed
            })
        })
    }

    fn give_up(&mut self, card: Card) -> Card {
        self.dead = true;
        card
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let mut child = lock(&self.child);
        // It may have ended already; either way it is collected.
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Starts the program and connects to its standard input, by a socket or by pipes.
fn connect(command: &mut Command, transport: Transport) -> Option<(Child, Channel)> {
    match transport {
        #[cfg(target_os = "linux")]
        Transport::Descriptors => {
            let (ours, theirs) = std::os::unix::net::UnixStream::pair().ok()?;
            let theirs = std::os::fd::OwnedFd::from(theirs);
            let child = command.stdin(theirs).stdout(Stdio::null()).spawn().ok()?;
            // The command would keep the other end open, and the end of the worker unseen.
            command.stdin(Stdio::null());
            Some((child, Channel::Socket(ours)))
        }
        _ => {
            let mut child = command
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .ok()?;
            let (input, output) = (child.stdin.take()?, child.stdout.take()?);
            Some((child, Channel::Pipes(Box::new(output), Box::new(input))))
        }
    }
}

/// Ends the worker when a request takes too long, whatever the client is waiting in.
struct Watchdog {
    orders: Sender<Option<Instant>>,
    fired: Arc<AtomicBool>,
}

impl Watchdog {
    fn start(child: Arc<Mutex<Child>>) -> Watchdog {
        let (orders, inbox) = channel();
        let fired = Arc::new(AtomicBool::new(false));
        let flag = fired.clone();
        std::thread::spawn(move || watch(&inbox, &child, &flag));
        Watchdog { orders, fired }
    }

    fn arm(&self, deadline: Option<Instant>) {
        // A watchdog that is gone has fired or lost its worker; both show elsewhere.
        let _ = self.orders.send(deadline);
    }
}

fn watch(inbox: &Receiver<Option<Instant>>, child: &Mutex<Child>, fired: &AtomicBool) {
    let mut deadline: Option<Instant> = None;
    loop {
        let order = match deadline {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(at) => inbox.recv_timeout(at.saturating_duration_since(Instant::now())),
        };
        match order {
            Ok(order) => deadline = order,
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                fired.store(true, Ordering::SeqCst);
                let _ = lock(child).kill();
                return;
            }
        }
    }
}
