//! A worker for the tests of this crate and of those above it; nothing that is shipped uses it.
//!
//! Owns the commands with which a test asks what a worker may do. Trap: the shipped program's worker
//! is the program itself, without these commands.

fn main() {
    hengping_render::worker_main_with_probe(probe);
}

fn probe(name: &str) -> String {
    let outcome = match name {
        "read" => std::fs::read("/etc/passwd").map(drop),
        "write" => std::fs::write(std::env::temp_dir().join("hengping-probe"), b"x"),
        "list" => std::fs::read_dir("/").map(drop),
        "delete" => std::fs::remove_file(std::env::temp_dir().join("hengping-probe")),
        // Where nobody listens, a free program hears "connection refused", which is an answer.
        "tcp" => answered(std::net::TcpStream::connect("127.0.0.1:9")),
        "listen" => std::net::TcpListener::bind("127.0.0.1:0").map(drop),
        "udp" => std::net::UdpSocket::bind("127.0.0.1:0")
            .and_then(|socket| socket.send_to(b"x", "127.0.0.1:9"))
            .map(drop),
        #[cfg(target_os = "linux")]
        "unix" => answered(std::os::unix::net::UnixStream::connect("/nowhere/hengping")),
        #[cfg(target_os = "linux")]
        "abstract" => abstract_socket(),
        #[cfg(target_os = "linux")]
        "pair" => std::os::unix::net::UnixStream::pair().map(drop),
        #[cfg(target_os = "linux")]
        "signal" => may_signal(),
        #[cfg(target_os = "linux")]
        "fork" => fork::fork(),
        #[cfg(target_os = "linux")]
        "clone3" => fork::clone3(),
        #[cfg(target_os = "linux")]
        "executable" => fork::executable_memory(),
        "exec" => std::process::Command::new("/bin/true").status().map(drop),
        "thread" => std::thread::Builder::new().spawn(|| ()).map(drop),
        "sleep" => {
            std::thread::sleep(std::time::Duration::from_secs(600));
            Ok(())
        }
        "memory" => {
            let mut memory: Vec<u8> = Vec::new();
            memory
                .try_reserve_exact(8 << 30)
                .map_err(std::io::Error::other)
        }
        "spin" => loop {
            std::hint::spin_loop();
        },
        "abort" => std::process::abort(),
        "exit" => std::process::exit(7),
        _ => Err(std::io::ErrorKind::Unsupported.into()),
    };
    match outcome {
        Ok(()) => "allowed".to_owned(),
        Err(error) => format!("refused: {:?}", error.kind()),
    }
}

/// Whether an attempt got as far as hearing that nobody is there.
fn answered<T>(outcome: std::io::Result<T>) -> std::io::Result<()> {
    use std::io::ErrorKind::{ConnectionRefused, NotFound};
    match outcome {
        Err(error) if !matches!(error.kind(), ConnectionRefused | NotFound) => Err(error),
        _ => Ok(()),
    }
}

/// Listens on a socket that has a name but no file, which is how desktop services are reached.
#[cfg(target_os = "linux")]
fn abstract_socket() -> std::io::Result<()> {
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::net::{SocketAddr, UnixListener};
    let name = format!("hengping-probe-{}", std::process::id());
    UnixListener::bind_addr(&SocketAddr::from_abstract_name(name)?).map(drop)
}

/// System calls for which the standard library has no function.
#[cfg(target_os = "linux")]
mod fork {
    #![allow(unsafe_code, reason = "the calls that a taken-over worker would make")]

    use std::io::{Error, Result};

    /// Makes a child that ends at once.
    pub(super) fn fork() -> Result<()> {
        // SAFETY: the child does nothing but end.
        match unsafe { libc::fork() } {
            -1 => Err(Error::last_os_error()),
            0 => unsafe { libc::_exit(0) },
            child => wait_for(child),
        }
    }

    /// The same by the newer call, of which a list of forbidden calls may not know.
    pub(super) fn clone3() -> Result<()> {
        // A `struct clone_args` of which only the signal at the child's end is set.
        let arguments: [u64; 8] = [0, 0, 0, 0, libc::SIGCHLD as u64, 0, 0, 0];
        let length = std::mem::size_of_val(&arguments);
        // SAFETY: without flags the child has a copy of everything, and it does nothing but end.
        match unsafe { libc::syscall(libc::SYS_clone3, arguments.as_ptr(), length) } {
            -1 => Err(Error::last_os_error()),
            0 => unsafe { libc::_exit(0) },
            child => wait_for(child as libc::pid_t),
        }
    }

    fn wait_for(child: libc::pid_t) -> Result<()> {
        // SAFETY: a null status is allowed.
        match unsafe { libc::waitpid(child, std::ptr::null_mut(), 0) } {
            -1 => Err(Error::last_os_error()),
            _ => Ok(()),
        }
    }

    /// Memory that may be written and run, which is what an attack wants first.
    pub(super) fn executable_memory() -> Result<()> {
        let rights = libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        // SAFETY: a fresh mapping of the system's choice overlaps nothing, and is given back.
        unsafe {
            let memory = libc::mmap(std::ptr::null_mut(), 4096, rights, flags, -1, 0);
            if memory == libc::MAP_FAILED {
                return Err(Error::last_os_error());
            }
            libc::munmap(memory, 4096);
        }
        Ok(())
    }
}

/// Asks whether a signal could be sent at all; to itself, as a free program may not reach others.
#[cfg(target_os = "linux")]
fn may_signal() -> std::io::Result<()> {
    Ok(rustix::process::test_kill_process(
        rustix::process::getpid(),
    )?)
}
