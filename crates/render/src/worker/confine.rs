//! Confinement of the worker on Linux: limits, landlock, a list of allowed system calls.
//!
//! Owns what a taken-over worker could still do, which is to compute and to answer on its socket.
//! Trap: it comes after PDFium and the font are loaded, and before the first foreign byte is read;
//! it is a list of what is allowed, as a list of what is forbidden let `clone` slip through once.

use std::collections::BTreeMap;

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
use rustix::process::{Resource, Rlimit, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter_all_threads,
};

use crate::SandboxState;
use crate::config::Enforcement;

/// Limits memory, processor time, core files and open files.
pub(super) fn limit(memory: u64, processor_seconds: u64) -> bool {
    let set = |resource, most| {
        setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        )
        .is_ok()
    };
    set(Resource::As, memory)
        && set(Resource::Cpu, processor_seconds)
        && set(Resource::Core, 0)
        && set(Resource::Nofile, 64)
}

/// Confines the process for the rest of its life and says how far that went.
pub(super) fn confine() -> SandboxState {
    let landlock = forbid_files_and_network().unwrap_or_default();
    let seccomp = allow_listed_calls().is_some();
    SandboxState {
        landlock,
        seccomp,
        limits: false,
    }
}

fn forbid_files_and_network() -> Option<Enforcement> {
    let abi = ABI::V6;
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(abi))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(abi)))
        .and_then(|rules| rules.scope(Scope::from_all(abi)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self)
        .ok()?;
    Some(match status.ruleset {
        RulesetStatus::FullyEnforced => Enforcement::Full,
        RulesetStatus::PartiallyEnforced => Enforcement::Partial,
        RulesetStatus::NotEnforced => Enforcement::None,
    })
}

fn allow_listed_calls() -> Option<()> {
    let architecture = std::env::consts::ARCH.try_into().ok()?;
    let refused = SeccompAction::Errno(libc::EPERM as u32);
    let filter =
        SeccompFilter::new(allowed()?, refused, SeccompAction::Allow, architecture).ok()?;
    let program: BpfProgram = filter.try_into().ok()?;
    apply_filter_all_threads(&program).ok()
}

/// Calls without condition.
const PLAIN: &[i64] = &[
    // the socket, the memory files
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_pread64,
    libc::SYS_pwrite64,
    libc::SYS_recvmsg,
    libc::SYS_recvfrom,
    libc::SYS_sendto,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_lseek,
    // memory
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    // threads of one, time, chance
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_clock_gettime,
    libc::SYS_gettimeofday,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_getrandom,
    // panics and the end
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

fn allowed() -> Option<BTreeMap<i64, Vec<SeccompRule>>> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        PLAIN.iter().map(|call| (*call, Vec::new())).collect();
    // Memory may be taken and changed, never made executable.
    for call in [libc::SYS_mmap, libc::SYS_mprotect] {
        let executable = libc::PROT_EXEC as u64;
        let condition = SeccompCondition::new(
            2,
            SeccompCmpArgLen::Dword,
            SeccompCmpOp::MaskedEq(executable),
            0,
        );
        rules.insert(call, vec![SeccompRule::new(vec![condition.ok()?]).ok()?]);
    }
    // A signal only to itself: this is how abort() ends the process.
    let own = u64::from(std::process::id());
    let itself = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, own).ok()?;
    rules.insert(libc::SYS_tgkill, vec![SeccompRule::new(vec![itself]).ok()?]);
    Some(rules)
}
