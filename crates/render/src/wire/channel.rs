//! One end of the connection between client and worker.
//!
//! Owns how frames and descriptors move: over the worker's standard input as a socket on Linux, over
//! its standard input and output elsewhere. Does not own their meaning.
//! Trap: the worker accepts descriptors, the client never does.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

#[cfg(target_os = "linux")]
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
#[cfg(target_os = "linux")]
use std::os::unix::net::UnixStream;

use super::{Frame, frame_head, read_frame};

/// A frame, and on Linux the descriptor that came with it.
pub(crate) struct Arrival<H> {
    pub(crate) frame: Frame<H>,
    #[cfg(target_os = "linux")]
    pub(crate) descriptor: Option<OwnedFd>,
}

/// One end of the connection.
pub(crate) enum Channel {
    /// A socket pair; descriptors may travel.
    #[cfg(target_os = "linux")]
    Socket(UnixStream),
    /// A pair of pipes.
    Pipes(Box<dyn Read + Send>, Box<dyn Write + Send>),
}

impl Channel {
    /// Sends one frame.
    pub(crate) fn send(&mut self, header: &impl Serialize, body: &[u8]) -> io::Result<()> {
        let head = frame_head(header, body.len())?;
        let writer: &mut dyn Write = match self {
            #[cfg(target_os = "linux")]
            Channel::Socket(stream) => stream,
            Channel::Pipes(_, writer) => writer,
        };
        writer.write_all(&head)?;
        writer.write_all(body)?;
        writer.flush()
    }

    /// Receives one frame; a descriptor sent with it is dropped by the system.
    pub(crate) fn receive<H: DeserializeOwned>(&mut self) -> io::Result<Frame<H>> {
        let mut prefix = [0; 8];
        let mut reader: &mut dyn Read = match self {
            #[cfg(target_os = "linux")]
            Channel::Socket(stream) => stream,
            Channel::Pipes(reader, _) => reader,
        };
        reader.read_exact(&mut prefix)?;
        read_frame(prefix, &mut reader)
    }

    /// Sends one frame without a body together with a descriptor.
    #[cfg(target_os = "linux")]
    pub(crate) fn send_with(
        &mut self,
        header: &impl Serialize,
        descriptor: BorrowedFd<'_>,
    ) -> io::Result<()> {
        let Channel::Socket(stream) = self else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let head = frame_head(header, 0)?;
        let sent = descriptors::send(stream.as_fd(), &head, descriptor)?;
        stream.write_all(head.get(sent..).unwrap_or_default())
    }

    /// Receives one frame and the descriptor that came with it, if any.
    pub(crate) fn receive_with<H: DeserializeOwned>(&mut self) -> io::Result<Arrival<H>> {
        #[cfg(target_os = "linux")]
        if let Channel::Socket(stream) = self {
            let mut prefix = [0; 8];
            let (read, descriptor) = descriptors::receive(stream.as_fd(), &mut prefix)?;
            stream.read_exact(prefix.get_mut(read..).unwrap_or_default())?;
            let frame = read_frame(prefix, stream)?;
            return Ok(Arrival { frame, descriptor });
        }
        let frame = self.receive()?;
        Ok(Arrival {
            frame,
            #[cfg(target_os = "linux")]
            descriptor: None,
        })
    }
}

#[cfg(target_os = "linux")]
mod descriptors {
    use std::io::{self, IoSlice, IoSliceMut};
    use std::mem::MaybeUninit;
    use std::os::fd::{BorrowedFd, OwnedFd};

    use rustix::net::{
        RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
        SendAncillaryMessage, SendFlags, recvmsg, sendmsg,
    };

    pub(super) fn send(
        socket: BorrowedFd<'_>,
        bytes: &[u8],
        descriptor: BorrowedFd<'_>,
    ) -> io::Result<usize> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        let fds = [descriptor];
        if !control.push(SendAncillaryMessage::ScmRights(&fds)) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Ok(sendmsg(
            socket,
            &[IoSlice::new(bytes)],
            &mut control,
            SendFlags::NOSIGNAL,
        )?)
    }

    pub(super) fn receive(
        socket: BorrowedFd<'_>,
        bytes: &mut [u8],
    ) -> io::Result<(usize, Option<OwnedFd>)> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let mut parts = [IoSliceMut::new(bytes)];
        let got = recvmsg(socket, &mut parts, &mut control, RecvFlags::CMSG_CLOEXEC)?;
        if got.bytes == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let descriptor = control.drain().find_map(|message| match message {
            RecvAncillaryMessage::ScmRights(mut fds) => fds.next(),
            _ => None,
        });
        Ok((got.bytes, descriptor))
    }
}
