//! Types of formulas, inferred from the parsed expression before it ever runs.
//!
//! Anything that is not arithmetic, comparison, logic or a known function is refused here, so the
//! evaluator never meets it.

use rhai::{AST, Expr, FnCallExpr, ParseError, Position, Stmt};
use rust_decimal::Decimal;

use super::super::fault::FaultKind;
use super::engine::MAX_DEPTH;

/// Type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scheme) enum Kind {
    /// A whole number written in the formula, or made of such.
    Whole,
    /// A decimal.
    Number,
    /// Yes or no.
    Flag,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Whole | Self::Number => "number",
            Self::Flag => "condition",
        }
    }

    fn is_number(self) -> bool {
        self != Self::Flag
    }
}

/// Values of a message by their names.
pub(in crate::scheme) type Details = Vec<(&'static str, String)>;

/// Gives the type of a name; `Ok(None)` when the fault of the name itself stands elsewhere.
pub(in crate::scheme) type NameTypes<'a> =
    &'a dyn Fn(&str) -> Result<Option<Kind>, (FaultKind, Details)>;

/// Something wrong in a formula, with its place inside the text.
#[derive(Debug)]
pub(in crate::scheme) struct Issue {
    pub(in crate::scheme) kind: FaultKind,
    /// Line within the formula, from 1.
    pub(in crate::scheme) line: usize,
    /// Column within the line, from 1.
    pub(in crate::scheme) column: usize,
    pub(in crate::scheme) details: Details,
}

impl Issue {
    fn at(position: Position, kind: FaultKind, details: Details) -> Self {
        Self {
            kind,
            line: position.line().unwrap_or(1),
            column: position.position().unwrap_or(1),
            details,
        }
    }

    pub(super) fn syntax(error: &ParseError) -> Self {
        let message = error.err_type().to_string();
        let details = vec![("message", message)];
        Self::at(error.position(), FaultKind::FormulaSyntax, details)
    }

    pub(super) fn too_long() -> Self {
        let message = format!("longer than {} characters", super::MAX_FORMULA_CHARS);
        let details = vec![("message", message)];
        Self::at(Position::START, FaultKind::FormulaSyntax, details)
    }

    fn construct(position: Position, found: &str) -> Self {
        let found = found.chars().take(40).collect();
        Self::at(
            position,
            FaultKind::FormulaConstruct,
            vec![("found", found)],
        )
    }
}

/// Names a program reads, each once, in the order of the text.
pub(super) fn variables(program: &AST) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(expression) = expression(program) {
        collect(expression, 0, &mut names);
    }
    names
}

fn expression(program: &AST) -> Option<&Expr> {
    match program.statements() {
        [Stmt::Expr(expression)] => Some(expression),
        _ => None,
    }
}

fn collect(expression: &Expr, depth: usize, names: &mut Vec<String>) {
    if depth > MAX_DEPTH {
        return;
    }
    match expression {
        Expr::Variable(variable, ..) => {
            let name = variable.1.to_string();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Expr::FnCall(call, _) => call.args.iter().for_each(|a| collect(a, depth + 1, names)),
        Expr::And(sides, _) | Expr::Or(sides, _) => {
            sides
                .iter()
                .for_each(|side| collect(side, depth + 1, names));
        }
        _ => {}
    }
}

/// Infers the type of a program and checks that it is the expected one.
///
/// All issues are pushed, not only the first.
pub(in crate::scheme) fn check_types(
    program: &AST,
    expected: Option<Kind>,
    names: NameTypes<'_>,
    issues: &mut Vec<Issue>,
) -> Option<Kind> {
    let Some(expression) = expression(program) else {
        issues.push(Issue::construct(Position::START, "statement"));
        return None;
    };
    let mut inference = Inference { names, issues };
    let found = inference.infer(expression, 0)?;
    if let Some(expected) = expected {
        inference.demand(expression, Some(found), expected.is_number());
    }
    Some(found)
}

struct Inference<'a> {
    names: NameTypes<'a>,
    issues: &'a mut Vec<Issue>,
}

impl Inference<'_> {
    fn infer(&mut self, expression: &Expr, depth: usize) -> Option<Kind> {
        if depth > MAX_DEPTH {
            return self.refuse(expression.position(), "expression nested too deeply");
        }
        match expression {
            Expr::IntegerConstant(..) => Some(Kind::Whole),
            Expr::BoolConstant(..) => Some(Kind::Flag),
            Expr::DynamicConstant(value, _) if value.is::<Decimal>() => Some(Kind::Number),
            Expr::Variable(variable, _, position) => self.name(&variable.1, *position),
            Expr::FnCall(call, position) => self.call(call, *position, depth),
            Expr::And(sides, _) | Expr::Or(sides, _) => {
                for side in sides.iter() {
                    let kind = self.infer(side, depth + 1);
                    self.demand(side, kind, false);
                }
                Some(Kind::Flag)
            }
            other => self.refuse(other.position(), construct_name(other)),
        }
    }

    fn refuse(&mut self, position: Position, what: &str) -> Option<Kind> {
        self.issues.push(Issue::construct(position, what));
        None
    }

    fn name(&mut self, name: &str, position: Position) -> Option<Kind> {
        match (self.names)(name) {
            Ok(kind) => kind,
            Err((kind, details)) => {
                self.issues.push(Issue::at(position, kind, details));
                None
            }
        }
    }

    fn call(&mut self, call: &FnCallExpr, position: Position, depth: usize) -> Option<Kind> {
        let kinds: Vec<Option<Kind>> = call
            .args
            .iter()
            .map(|argument| self.infer(argument, depth + 1))
            .collect();
        match (call.name.as_str(), kinds.len()) {
            ("+" | "-" | "*" | "/" | "min" | "max", 2) | ("+" | "-" | "abs", 1) => {
                self.demand_all(call, &kinds, true);
                self.arithmetic(call, &kinds, position)
            }
            ("sqrt", 1) => {
                self.demand_all(call, &kinds, true);
                Some(Kind::Number)
            }
            ("==" | "!=" | "<" | "<=" | ">" | ">=", 2) => {
                self.demand_all(call, &kinds, true);
                Some(Kind::Flag)
            }
            ("!", 1) => {
                self.demand_all(call, &kinds, false);
                Some(Kind::Flag)
            }
            (name, _) => self.refuse(position, name),
        }
    }

    fn arithmetic(
        &mut self,
        call: &FnCallExpr,
        kinds: &[Option<Kind>],
        position: Position,
    ) -> Option<Kind> {
        let whole = kinds.iter().all(|kind| *kind == Some(Kind::Whole));
        if whole && call.name.as_str() == "/" {
            let issue = Issue::at(position, FaultKind::IntegerDivision, Vec::new());
            self.issues.push(issue);
        }
        Some(if whole { Kind::Whole } else { Kind::Number })
    }

    fn demand_all(&mut self, call: &FnCallExpr, kinds: &[Option<Kind>], number: bool) {
        for (argument, kind) in call.args.iter().zip(kinds) {
            self.demand(argument, *kind, number);
        }
    }

    fn demand(&mut self, expression: &Expr, found: Option<Kind>, number: bool) {
        let Some(found) = found else { return };
        if found.is_number() != number {
            let expected = if number { Kind::Number } else { Kind::Flag };
            let details = vec![
                ("expected", expected.name().to_owned()),
                ("found", found.name().to_owned()),
            ];
            let position = expression.start_position();
            self.issues
                .push(Issue::at(position, FaultKind::FormulaType, details));
        }
    }
}

fn construct_name(expression: &Expr) -> &'static str {
    match expression {
        Expr::StringConstant(..) | Expr::InterpolatedString(..) | Expr::CharConstant(..) => "text",
        Expr::Unit(..) => "()",
        Expr::Coalesce(..) => "??",
        Expr::Stmt(..) => "{ }",
        Expr::Dot(..) | Expr::MethodCall(..) => "method call",
        _ => "expression",
    }
}
