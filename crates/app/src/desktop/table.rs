//! The command table: every command a window can call, with its request and answer.
//!
//! Owns that there is one table, made of a list for each kind of work (`table/`). The router below,
//! the permissions of the shell and the TypeScript of the window are made from it. Trap: names of
//! commands and of wire types are shared by all lists; a test says when two mean different things.

mod common;
mod expert;
mod office;
mod panel;
mod visit;

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ts_rs::{Config, TS, TypeVisitor};

use super::host::{Answer, internal};
use super::session::Session;
use super::wire::NoticeView;
use crate::error::Result;

/// The commands of one kind of work.
struct List {
    names: &'static [&'static str],
    /// Nothing where the name is of another list.
    route: fn(&mut Session, &str, Value) -> Option<Answer>,
    /// Lines of the interface `Commands`.
    lines: fn(&Config) -> String,
    visit: fn(&mut Collected),
}

/// All lists.
const LISTS: &[List] = &[
    common::LIST,
    expert::LIST,
    office::LIST,
    panel::LIST,
    visit::LIST,
];

/// A list of commands: name, request, answer and act of each.
macro_rules! list {
    ($($name:ident: $request:ident => $response:ident = $act:path;)*) => {
        /// The list.
        pub(super) const LIST: super::List = super::List {
            names: &[$(stringify!($name)),*],
            route,
            lines,
            visit,
        };

        #[allow(unused_variables, reason = "a list may be empty")]
        fn route(
            session: &mut crate::desktop::session::Session,
            name: &str,
            request: serde_json::Value,
        ) -> Option<crate::desktop::host::Answer> {
            match name {
                $(stringify!($name) => {
                    Some(super::run::<$request, $response>(session, request, $act))
                })*
                _ => None,
            }
        }

        #[allow(unused_variables, unused_mut, reason = "a list may be empty")]
        fn lines(config: &ts_rs::Config) -> String {
            let mut lines = String::new();
            $(lines.push_str(&format!(
                "  {}: {{ request: {}; response: {} }};\n",
                stringify!($name),
                <$request as ts_rs::TS>::name(config),
                <$response as ts_rs::TS>::name(config),
            ));)*
            lines
        }

        #[allow(unused_variables, reason = "a list may be empty")]
        fn visit(found: &mut super::Collected) {
            $(
                ts_rs::TypeVisitor::visit::<$request>(found);
                ts_rs::TypeVisitor::visit::<$response>(found);
            )*
        }
    };
}
use list;

/// Names of all commands, in the order of the table.
pub fn commands() -> impl Iterator<Item = &'static str> {
    LISTS.iter().flat_map(|list| list.names).copied()
}

pub(super) fn route(session: &mut Session, name: &str, request: Value) -> Answer {
    if let Err(error) = session.check_counterpart(name) {
        return Err(NoticeView::of(&error));
    }
    let list = LISTS.iter().find(|list| list.names.contains(&name));
    let answer = list.and_then(|list| (list.route)(session, name, request));
    answer.unwrap_or_else(|| Err(internal()))
}

fn run<Q: DeserializeOwned, A: Serialize>(
    session: &mut Session,
    request: Value,
    act: fn(&mut Session, Q) -> Result<A>,
) -> Answer {
    let request: Q = serde_json::from_value(request).map_err(|_| internal())?;
    let answer = act(session, request).map_err(|error| NoticeView::of(&error))?;
    serde_json::to_value(answer).map_err(|_| internal())
}

/// The wire types and the command table as TypeScript.
#[must_use]
pub fn typescript() -> String {
    let mut found = Collected {
        config: Config::default().with_large_int("number"),
        declared: BTreeMap::new(),
    };
    for list in LISTS {
        (list.visit)(&mut found);
    }
    found.visit::<NoticeView>();
    let mut text = String::from(
        "// Generated from crates/app/src/desktop; `cargo test -p hengping-app in_step` says how.\n\n",
    );
    for declaration in found.declared.values() {
        text.push_str(declaration);
        text.push_str("\n\n");
    }
    text.push_str("export interface Commands {\n");
    for list in LISTS {
        text.push_str(&(list.lines)(&found.config));
    }
    text.push_str("}\n");
    text
}

struct Collected {
    config: Config,
    declared: BTreeMap<String, String>,
}

impl TypeVisitor for Collected {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let name = T::name(&self.config);
        if T::output_path().is_none() {
            return;
        }
        let declaration = format!("export {}", T::decl(&self.config));
        match self.declared.get(&name) {
            Some(known) => assert_eq!(*known, declaration, "two wire types are called {name}"),
            None => {
                self.declared.insert(name, declaration);
                T::visit_dependencies(self);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is made from the table, by the file it stands in.
    fn made() -> [(&'static str, String); 3] {
        let mut names = commands().collect::<Vec<_>>();
        names.push("pick");
        let list = names.iter().map(|name| format!("    \"{name}\",\n"));
        [
            ("ui/src/api/types.ts", typescript()),
            (
                "src-tauri/commands.in",
                format!("[\n{}]\n", list.collect::<String>()),
            ),
            ("src-tauri/capabilities/main.json", capability(&names)),
        ]
    }

    /// What the one window may call: each command by name, and to be told of dropped files.
    fn capability(names: &[&str]) -> String {
        let mut permissions = vec![
            "core:event:allow-listen".to_owned(),
            "core:event:allow-unlisten".to_owned(),
        ];
        let named = names.iter().map(|name| name.replace('_', "-"));
        permissions.extend(named.map(|name| format!("allow-{name}")));
        let capability = serde_json::json!({
            "identifier": "main",
            "description": "What the one window may call.",
            "windows": ["main"],
            "permissions": permissions,
        });
        format!("{capability:#}\n")
    }

    #[test]
    fn no_command_stands_in_two_lists() {
        let all: Vec<_> = commands().collect();
        let names: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(names.len(), all.len());
    }

    /// `HENGPING_WRITE_TYPES=1 cargo test -p hengping-app in_step` writes the files anew.
    #[test]
    fn typescript_and_permissions_are_in_step_with_the_table() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
        for (file, text) in made() {
            let path = format!("{root}{file}");
            if std::env::var_os("HENGPING_WRITE_TYPES").is_some() {
                std::fs::write(&path, &text).unwrap();
            }
            let written = std::fs::read_to_string(&path).unwrap();
            assert!(
                written.replace("\r\n", "\n") == text,
                "{file} differs from the command table; \
                 HENGPING_WRITE_TYPES=1 cargo test -p hengping-app in_step writes it"
            );
        }
    }
}
