//! The story as a text for people who never saw the program.
//!
//! Owns the choice of what is shown and its layout; every figure comes from the story, which is
//! what `--json` prints. Trap: a member that is missing shows as a dash, so that a changed answer
//! of the program never hides the rest.

use crate::table::table;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The whole story.
pub(crate) fn text(story: &Value) -> String {
    let parts = [
        office(story),
        experts(story),
        arrivals(story),
        facts(story),
        ranking(story),
        divergences(story),
        refused(story),
        afterwards(story),
        files(story),
    ];
    parts.join("\n")
}

fn office(story: &Value) -> String {
    let office = &story["office"];
    let seats: Vec<String> = items(&office["seats"])
        .map(|seat| say(&seat["name"]))
        .collect();
    let mut out = heading("The round");
    out += &format!(
        "{}: {} applications, {} items of evidence in {} documents.\n",
        say(&office["title"]["zh"]),
        say(&office["applications"]),
        say(&office["evidence_items"]),
        say(&office["documents"]),
    );
    out += &format!(
        "Drawn from a pool of {} with the digits {}: {}.\n",
        seats.len() + items(&office["reserves"]).count(),
        items(&office["digits"])
            .map(say)
            .collect::<Vec<_>>()
            .join(", "),
        seats.join(" "),
    );
    for file in items(&office["files"]) {
        out += &format!("Package {} ({} bytes), ", name(&file[0]), say(&file[1]));
    }
    out += &format!(
        "{} tickets. Digest: {}\n",
        say(&office["tickets"]),
        say(&office["digest"]["words"])
    );
    let left_out = items(&office["left_out"]).count();
    if left_out > 0 {
        out += &format!("{left_out} files were left out, being neither PDF nor picture.\n");
    }
    let rows: Vec<Vec<String>> = items(&office["findings"])
        .map(|one| {
            let applications = items(&one["applications"]).map(say).collect::<Vec<_>>();
            vec![
                say(&one["severity"]),
                applications.join(" "),
                say(&one["kind"]),
                say(&one["text"]),
            ]
        })
        .collect();
    out + &format!("\nFindings before packing: {}\n", rows.len())
        + &cut(&["weight", "application", "finding", "in words"], &rows, 12)
}

fn experts(story: &Value) -> String {
    let rows: Vec<Vec<String>> = items(&story["experts"])
        .map(|one| {
            let mut row = cells(one, &["expert", "name", "assigned", "recused", "marks"]);
            row.extend(cells(
                one,
                &["citations", "proposals", "sealed", "hand_ins", "remark"],
            ));
            row
        })
        .collect();
    let columns = [
        "expert",
        "name",
        "assigned",
        "recused",
        "marks",
        "citations",
        "proposals",
        "sealed",
        "hand-ins",
        "what they do besides",
    ];
    heading("Experts") + &table(&columns, &rows) + "\n" + &examined(&story["experts"][0])
}

/// What the first expert's machine made of the documents, cards counted by their reason.
fn examined(expert: &Value) -> String {
    let found = &expert["files_examined"];
    let mut cards: BTreeMap<String, usize> = BTreeMap::new();
    for one in items(&found["unreadable"]) {
        *cards.entry(say(&one["reason"])).or_default() += 1;
    }
    let cards: Vec<String> = cards
        .iter()
        .map(|(reason, count)| format!("{reason} {count}"))
        .collect();
    format!(
        "On {}'s machine: {} documents read, {} pages, {} of them without text; shown as a card: {}.\n",
        say(&expert["expert"]),
        say(&found["documents"]),
        say(&found["pages"]),
        say(&found["pages_without_text"]),
        if cards.is_empty() {
            "none".to_owned()
        } else {
            cards.join(", ")
        },
    )
}

fn arrivals(story: &Value) -> String {
    let (panel, status) = (&story["panel"], &story["afterwards"]["status"]);
    let opened = &panel["opened"];
    let mut out = heading("Bundles at the panel");
    out += &format!(
        "{} shares of the committee key brought by {}: {} bundles opened, {} reviews, {} visit record.\n",
        items(&opened["present"]).count(),
        items(&opened["present"])
            .map(say)
            .collect::<Vec<_>>()
            .join(" and "),
        say(&opened["opened"]),
        say(&opened["reviews"]),
        say(&opened["visits"]),
    );
    out += &format!(
        "Accepted {}, superseded {}, held {}; delivered twice {}, refused {}.\n\n",
        say(&status["accepted"]),
        say(&status["superseded"]),
        say(&status["held"]),
        say(&panel["arrived"]["duplicates"]),
        items(&panel["arrived"]["refused"]).count(),
    );
    let rows: Vec<Vec<String>> = items(&status["arrivals"])
        .map(|one| {
            let counts = items(&one["counts_for"]).count();
            let reasons = items(&one["reasons"])
                .map(say)
                .collect::<Vec<_>>()
                .join(", ");
            let late = if one["late"] == true {
                "after the opening"
            } else {
                ""
            };
            let mut row = vec![say(&one["number"]), holder(story, &one["ticket"])];
            row.extend(cells(one, &["seq", "state"]));
            row.extend([counts.to_string(), reasons, late.to_owned()]);
            row
        })
        .collect();
    let columns = [
        "no.",
        "from",
        "hand-in",
        "state",
        "counts for",
        "because",
        "",
    ];
    out += &(table(&columns, &rows) + "\n");
    for conflict in items(&panel["conflicts"]) {
        out += &format!(
            "\nTwo seals contradict each other: {} on {} (seal {}, {}), in {} places. The expert names one.\n",
            holder(story, &conflict["ticket"]),
            say(&conflict["application"]),
            say(&conflict["seal"]),
            say(&conflict["kind"]),
            items(&conflict["differences"]).count(),
        );
    }
    out
}

fn facts(story: &Value) -> String {
    let (visit, decided) = (&story["visit"], &story["panel"]["decided"]);
    let mut out = heading("Facts");
    let rows: Vec<Vec<String>> = items(&visit["lines"])
        .map(|line| {
            let finding = &line["finding"];
            let mut row = cells(line, &["subject", "declared"]);
            row.extend(cells(
                finding,
                &["verified", "verdict", "difference_percent", "treatment"],
            ));
            row
        })
        .collect();
    let columns = [
        "visited",
        "declared",
        "verified",
        "verdict",
        "difference %",
        "treatment",
    ];
    out += &format!(
        "Visit to {} {}\n",
        say(&visit["application"]),
        say(&visit["enterprise"])
    );
    out += &(table(&columns, &rows) + "\n\n");
    let queue: Vec<Vec<String>> = items(&story["panel"]["facts"]["facts"])
        .map(|fact| {
            let proposal = &fact["proposals"][0];
            let mut row = cells(fact, &["application", "fact", "now"]);
            row.extend(cells(proposal, &["value", "count", "citations"]));
            row
        })
        .collect();
    let columns = [
        "application",
        "fact",
        "holds",
        "proposed",
        "by experts",
        "citations",
    ];
    out += &format!("Facts that experts want otherwise: {}\n", queue.len());
    out += &cut(&columns, &queue, 12);
    out + &format!(
        "Decided: facts {}, explanations {}, agreed marks {}, votes {}.\n",
        say(&decided["facts"]),
        say(&decided["explanations"]),
        say(&decided["consensus"]),
        say(&decided["votes"]),
    )
}

fn ranking(story: &Value) -> String {
    let results = &story["panel"]["results"];
    let rows: Vec<Vec<String>> = items(&results["applications"])
        .map(|one| {
            let mut row = cells(one, &["place", "application", "enterprise", "composite"]);
            row.extend(cells(&one["spread"], &["least", "greatest", "deviation"]));
            let experts = &one["experts"];
            row.push(format!(
                "{}/{}",
                say(&experts["valid"]),
                say(&experts["asked"])
            ));
            row.extend(cells(one, &["bonus", "deductions"]));
            row.push(decided_by(&one["decided_by"]));
            row.push(fate(results, one));
            row
        })
        .collect();
    let columns = [
        "place",
        "id",
        "enterprise",
        "composite",
        "least",
        "greatest",
        "deviation",
        "experts",
        "bonus",
        "deducted",
        "behind by",
        "outcome",
    ];
    let mut out = heading("Ranking") + &table(&columns, &rows) + "\n";
    let ties = items(&results["ties"]);
    let ties: Vec<String> = ties
        .map(|tie| items(tie).map(say).collect::<Vec<_>>().join(" = "))
        .collect();
    out += &match ties.is_empty() {
        true => {
            "No tie is left open; equal composites are separated as the column `behind by` says.\n"
                .to_owned()
        }
        false => format!("Ties left open: {}\n", ties.join("; ")),
    };
    out
}

/// What separated an application from the one before it.
fn decided_by(criterion: &Value) -> String {
    match (criterion.as_str(), criterion["tie_break"].as_u64()) {
        (_, Some(at)) => format!("tie-break {}", at + 1),
        (Some(word), _) => word.to_owned(),
        _ => String::new(),
    }
}

/// Proposed, left out, or why not ranked.
fn fate(results: &Value, one: &Value) -> String {
    let line = items(&results["selection"]).find(|line| line["application"] == one["application"]);
    match (line, &one["status"]) {
        (Some(line), _) if line["proposed"] == true => "proposed".to_owned(),
        (Some(line), _) => left_out(&line["fate"]["not_selected"]),
        (None, status) => words(status),
    }
}

/// Why a ranked application is not on the list.
fn left_out(reason: &Value) -> String {
    let last = &reason["no_seat_left"]["decided_by"];
    match (reason.as_str(), last.is_null()) {
        (Some(word), _) => word.replace('_', " "),
        (None, false) => format!("no seat left, by {}", decided_by(last)),
        (None, true) => match words(reason) {
            text if text.is_empty() => "tied on the line".to_owned(),
            text => text,
        },
    }
}

/// A tagged value as words: `{"vetoed": ["V7"]}` becomes `vetoed V7`.
fn words(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let pairs = members
                .iter()
                .map(|(name, inner)| format!("{name} {}", words(inner)));
            pairs.collect::<Vec<_>>().join(" ").replace('_', " ")
        }
        Value::Array(all) => all.iter().map(words).collect::<Vec<_>>().join(" "),
        Value::Null => String::new(),
        other => say(other).replace('_', " "),
    }
}

fn divergences(story: &Value) -> String {
    let rows: Vec<Vec<String>> = items(&story["panel"]["divergences"])
        .map(|one| {
            let effect = &one["effect"];
            let places = match effect.is_null() {
                true => String::new(),
                false => format!(
                    "{} → {}",
                    say(&effect["place"]),
                    say(&effect["place_without"])
                ),
            };
            let mut row = cells(one, &["application", "indicator"]);
            row.push(holder(story, &one["ticket"]));
            row.extend(cells(one, &["mark", "mean", "percent"]));
            row.extend([places, short(&say(&one["explanation"]), 30)]);
            row
        })
        .collect();
    let columns = [
        "application",
        "indicator",
        "expert",
        "mark",
        "mean",
        "off %",
        "place without",
        "explanation",
    ];
    heading("Marks that diverge")
        + &format!(
            "{} marks; those that move a place stand first.\n",
            rows.len()
        )
        + &cut(&columns, &rows, 10)
}

fn refused(story: &Value) -> String {
    let rows: Vec<Vec<String>> = items(&story["refused"])
        .map(|one| {
            let about = name(&one["about"]);
            let mut row = cells(one, &["who", "command"]);
            row.push(about);
            row.extend(cells(one, &["code", "sentence"]));
            row
        })
        .collect();
    heading("Refused")
        + &match rows.is_empty() {
            true => "Nothing.\n".to_owned(),
            false => table(&["who", "command", "about", "code", "why"], &rows) + "\n",
        }
}

fn afterwards(story: &Value) -> String {
    let after = &story["afterwards"];
    let found = items(&after["checked"]).filter(|one| one["own_bundles_counted"] != 0);
    heading("Afterwards")
        + &format!(
            "{} receipts; {} experts found their last bundle among the {} counted.\n",
            say(&after["receipts"]),
            found.count(),
            say(&after["transcript"]["counted"]),
        )
        + &format!(
            "Archive of {} files; its replay verified {} bundles, applied {} decisions and came to the same bytes.\n",
            say(&after["archived"]["files"]),
            say(&after["replayed"]["bundles"]),
            say(&after["replayed"]["decisions"]),
        )
        + &format!("Result: {}\n", say(&after["archived"]["results"]["words"]))
}

fn files(story: &Value) -> String {
    let rows: Vec<Vec<String>> = story["files"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, path)| vec![name.clone(), say(path)])
        .collect();
    let seconds = story["seconds"].as_f64().unwrap_or_default();
    heading("Where everything lies")
        + &table(&["what", "where"], &rows)
        + &format!("\n\nDone in {seconds:.0} s{}.", times(&story["times"]))
        + "\nPassphrases lie beside the stores: this is a demo."
}

/// What the time went into; acts that were played at the same time overlap.
fn times(times: &Value) -> String {
    let acts: Vec<String> = items(&times["acts"])
        .map(|one| {
            let seconds = one["seconds"].as_f64().unwrap_or_default();
            format!("{} {seconds:.0}", say(&one["act"]))
        })
        .collect();
    format!(
        ", {} calls of the program (seconds, some at the same time: {})",
        say(&times["calls"]),
        acts.join(", "),
    )
}

fn heading(text: &str) -> String {
    format!(
        "── {text} {}\n",
        "─".repeat(60_usize.saturating_sub(text.len()))
    )
}

/// A table of at most so many rows.
fn cut(columns: &[&str], rows: &[Vec<String>], most: usize) -> String {
    let shown = rows.get(..most).unwrap_or(rows);
    let rest = match rows.len() - shown.len() {
        0 => String::new(),
        rest => format!("… and {rest} more in summary.json\n"),
    };
    table(columns, shown) + "\n" + &rest
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn cells(value: &Value, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| say(&value[*name])).collect()
}

/// Who holds a ticket.
fn holder(story: &Value, ticket: &Value) -> String {
    let key = ticket.as_str().and_then(|id| story["tickets"].get(id));
    key.map_or_else(|| say(ticket), say)
}

/// The last part of what may be a path.
fn name(value: &Value) -> String {
    let text = say(value);
    match text.contains('/') {
        true => Path::new(&text)
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        false => text,
    }
}

fn say(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => short(text, 60),
        other => other.to_string(),
    }
}

fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most || text.starts_with('/') {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
