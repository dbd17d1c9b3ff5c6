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
        "connect" => std::net::UdpSocket::bind("127.0.0.1:0")
            .and_then(|socket| socket.connect("127.0.0.1:9")),
        "listen" => std::net::TcpListener::bind("127.0.0.1:0").map(drop),
        #[cfg(target_os = "linux")]
        "pair" => std::os::unix::net::UnixStream::pair().map(drop),
        #[cfg(target_os = "linux")]
        "signal" => may_signal(),
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

/// Asks whether a signal could be sent at all; to itself, as a free program may not reach others.
#[cfg(target_os = "linux")]
fn may_signal() -> std::io::Result<()> {
    Ok(rustix::process::test_kill_process(
        rustix::process::getpid(),
    )?)
}
