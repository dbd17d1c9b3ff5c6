//! Where a store may lie: on a fixed local disk, never on a network share or a removable medium.
//!
//! Owns the question and the kinds of answers. On Linux the answer comes from the mount table, on
//! Windows from the form of the path and the kind of the drive; elsewhere every disk counts as local.
//! Trap: write-ahead logging corrupts silently on
//! network file systems, which is why this is a refusal and not a warning. Folders that another
//! program synchronises cannot be recognised in general; the well-known ones are, by name.

use std::fmt;
use std::path::{Component, Path, PathBuf};

/// What kind of disk a folder lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiskKind {
    /// A fixed disk of this machine.
    Local,
    /// A share of another machine.
    Network,
    /// A stick, card or disc.
    Removable,
    /// A folder that another program copies elsewhere.
    Synced,
}

impl fmt::Display for DiskKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Local => "local",
            Self::Network => "network",
            Self::Removable => "removable",
            Self::Synced => "synced",
        })
    }
}

/// Tells the kind of disk under a path; a parameter, so that tests can pretend.
pub type DiskCheck = fn(&Path) -> DiskKind;

/// Folder names that synchronising programs use.
const SYNCED: [&str; 7] = [
    "Dropbox",
    "OneDrive",
    "Google Drive",
    "iCloudDrive",
    "Nutstore",
    "坚果云",
    "百度网盘同步空间",
];

/// The kind of disk under `path`, as the system tells it.
#[must_use]
pub fn disk_under(path: &Path) -> DiskKind {
    let path = resolved(path);
    if is_synced(&path) {
        return DiskKind::Synced;
    }
    system::disk_under(&path)
}

/// `path` without links, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let existing = absolute.ancestors().find(|a| a.exists());
    let real = existing.and_then(|a| Some((a, a.canonicalize().ok()?)));
    match real {
        Some((existing, real)) => match absolute.strip_prefix(existing) {
            Ok(rest) if !rest.as_os_str().is_empty() => real.join(rest),
            _ => real,
        },
        None => absolute,
    }
}

fn is_synced(path: &Path) -> bool {
    path.components().any(|component| match component {
        Component::Normal(name) => SYNCED.iter().any(|synced| name == *synced),
        _ => false,
    })
}

#[cfg(target_os = "linux")]
mod system {
    use std::path::Path;

    use super::DiskKind;

    const NETWORK: [&str; 12] = [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "9p",
        "ceph",
        "glusterfs",
        "davfs",
        "virtiofs",
    ];
    /// File systems of sticks and discs; EFI partitions use vfat too, but hold no store.
    const REMOVABLE: [&str; 5] = ["vfat", "msdos", "exfat", "iso9660", "udf"];
    /// FUSE file systems that are local disks all the same.
    const LOCAL_FUSE: [&str; 2] = ["fuseblk", "fuse.fuse-overlayfs"];

    pub(super) fn disk_under(path: &Path) -> DiskKind {
        let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
        of_mounts(&mounts, path)
    }

    /// The kind of the last mount in `mounts` that covers most of `path`.
    pub(super) fn of_mounts(mounts: &str, path: &Path) -> DiskKind {
        let mut best = (0, DiskKind::Local);
        for line in mounts.lines() {
            let mut words = line.split(' ');
            let (Some(device), Some(point), Some(kind)) =
                (words.next(), words.next(), words.next())
            else {
                continue;
            };
            let point = unescaped(point);
            if path.starts_with(&point) && point.len() >= best.0 {
                best = (point.len(), of_type(kind, device));
            }
        }
        best.1
    }

    fn of_type(kind: &str, device: &str) -> DiskKind {
        if NETWORK.contains(&kind) {
            DiskKind::Network
        } else if REMOVABLE.contains(&kind) || is_removable(device) {
            DiskKind::Removable
        } else if kind.starts_with("fuse") && !LOCAL_FUSE.contains(&kind) {
            DiskKind::Network
        } else {
            DiskKind::Local
        }
    }

    /// Whether the kernel calls the disk of `device` removable.
    fn is_removable(device: &str) -> bool {
        let Some(name) = device.strip_prefix("/dev/") else {
            return false;
        };
        let disk = name.trim_end_matches(|c: char| c.is_ascii_digit());
        if disk.is_empty() || disk.contains('/') {
            return false;
        }
        let flag = std::fs::read_to_string(format!("/sys/block/{disk}/removable"));
        flag.is_ok_and(|flag| flag.trim() == "1")
    }

    /// Mount points write space, tab, newline and backslash as octal escapes.
    fn unescaped(point: &str) -> String {
        point
            .replace("\\040", " ")
            .replace("\\011", "\t")
            .replace("\\012", "\n")
            .replace("\\134", "\\")
    }
}

#[cfg(windows)]
mod system {
    use std::path::{Component, Path, Prefix};

    use winsafe::GetDriveType;
    use winsafe::co::DRIVE;

    use super::DiskKind;

    /// Shares give themselves away by form; of a letter the system knows what is behind it.
    pub(super) fn disk_under(path: &Path) -> DiskKind {
        let Some(Component::Prefix(prefix)) = path.components().next() else {
            return DiskKind::Local;
        };
        match prefix.kind() {
            Prefix::UNC(..) | Prefix::VerbatimUNC(..) => DiskKind::Network,
            Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => of_letter(letter),
            _ => DiskKind::Local,
        }
    }

    fn of_letter(letter: u8) -> DiskKind {
        match GetDriveType(Some(&format!("{}:\\", char::from(letter)))) {
            DRIVE::REMOTE => DiskKind::Network,
            DRIVE::REMOVABLE | DRIVE::CDROM => DiskKind::Removable,
            _ => DiskKind::Local,
        }
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
mod system {
    use std::path::Path;

    use super::DiskKind;

    /// Nothing is known of disks here.
    pub(super) fn disk_under(_: &Path) -> DiskKind {
        DiskKind::Local
    }
}

#[cfg(all(test, windows))]
mod tests {
    use super::*;

    #[test]
    fn shares_are_known_by_form_and_the_system_disk_is_local() {
        assert_eq!(
            disk_under(Path::new(r"\\server\share\store")),
            DiskKind::Network
        );
        assert_eq!(disk_under(Path::new(r"C:\store")), DiskKind::Local);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    const MOUNTS: &str = "/dev/sdx1 / ext4 rw 0 0\n\
        server:/home /home nfs4 rw 0 0\n\
        /dev/sdx2 /home/local\\040disk ext4 rw 0 0\n\
        /dev/sdy1 /media/stick vfat rw 0 0\n\
        sshfs /mnt/far fuse.sshfs rw 0 0\n";

    #[test]
    fn the_deepest_mount_decides() {
        let kind = |path: &str| system::of_mounts(MOUNTS, Path::new(path));
        assert_eq!(kind("/var/lib"), DiskKind::Local);
        assert_eq!(kind("/home/wang"), DiskKind::Network);
        assert_eq!(kind("/home/local disk/wang"), DiskKind::Local);
        assert_eq!(kind("/media/stick/a"), DiskKind::Removable);
        assert_eq!(kind("/mnt/far"), DiskKind::Network);
        assert_eq!(kind("/homestead"), DiskKind::Local);
    }

    #[test]
    fn synced_folders_are_known_by_name() {
        assert!(is_synced(Path::new("/home/wang/Nutstore/评审")));
        assert!(!is_synced(Path::new("/home/wang/Nutstores")));
    }
}
