//! The draw against its vector, which was computed by an independent program, and its rules.

use super::*;

const VECTOR: &str = include_str!("../../../../../review-packages/vectors/draw/panel.json");

#[derive(Deserialize)]
struct Vector {
    pool: Pool,
    pool_bytes: String,
    draws: Vec<Draw>,
}

fn vector() -> Vector {
    serde_json::from_str(VECTOR).unwrap()
}

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

#[test]
fn the_vector_is_drawn_again() {
    let vector = vector();
    assert_eq!(
        String::from_utf8(vector.pool.canonical_bytes()).unwrap(),
        vector.pool_bytes
    );
    assert_eq!(vector.draws.len(), 2);
    for expected in &vector.draws {
        assert_eq!(&draw(&vector.pool, &expected.request).unwrap(), expected);
        assert!(expected.repeats(&vector.pool));
    }
    assert_ne!(vector.draws[0].order, vector.draws[1].order);
}

#[test]
fn the_vector_shows_every_rule() {
    let vector = vector();
    let draw = &vector.draws[0];
    let member = |expert: &ExpertId| &vector.pool.members[expert];
    assert!(draw.excluded.contains_key("e08"), "barred from everything");
    let finance = draw
        .seats
        .iter()
        .filter(|e| member(e).fields.contains("财务"))
        .count();
    assert!(finance >= 2);
    let units: BTreeSet<&str> = draw.seats.iter().map(|e| member(e).unit.as_str()).collect();
    assert_eq!(units.len(), draw.seats.len(), "one seat per unit");
    let stood_in = draw.benches.values().any(|bench| {
        bench
            .experts
            .iter()
            .any(|expert| draw.reserves.contains(expert))
    });
    assert!(
        stood_in
            || vector.draws[1]
                .benches
                .values()
                .any(|b| !b.barred.is_empty())
    );
    for (application, bench) in &draw.benches {
        for expert in &bench.experts {
            assert_eq!(vector.pool.barred(expert, application), None);
        }
    }
}

#[test]
fn ties_count_for_the_years_the_rules_say() {
    let pool = vector().pool;
    let barred = |expert: &str, application: &str| pool.barred(&id(expert), &id(application));
    assert_eq!(barred("e03", "a01"), Some(Ground::Employment), "until 2024");
    assert_eq!(barred("e04", "a01"), None, "until 2022, four years ago");
    assert_eq!(
        barred("e04", "a02"),
        Some(Ground::SameUnit),
        "its group, still"
    );
    assert_eq!(
        barred("e05", "a01"),
        Some(Ground::SameUnit),
        "the recommending unit"
    );
    assert_eq!(
        barred("e11", "a03"),
        Some(Ground::Employment),
        "spelt with a space"
    );
    assert_eq!(barred("e07", "a03"), Some(Ground::Kinship), "declared");
    assert_eq!(barred("e01", "a03"), None);
}

#[test]
fn everything_frozen_and_everything_typed_changes_the_seed() {
    let Vector { pool, draws, .. } = vector();
    let request = &draws[0].request;
    let mut other = pool.clone();
    other.members.remove("e01");
    assert_ne!(pool.digest(), other.digest());
    let mut fewer = pool.clone();
    fewer.conflicts.clear();
    assert_ne!(pool.digest(), fewer.digest());
    let mut typed = request.clone();
    typed.contributions[1].digits.push('0');
    assert_ne!(seed(pool.digest(), request), seed(pool.digest(), &typed));
    let mut turned = request.clone();
    turned.contributions.reverse();
    assert_eq!(seed(pool.digest(), request), seed(pool.digest(), &turned));
}

#[test]
fn a_request_that_is_not_in_order_is_refused() {
    let Vector { pool, draws, .. } = vector();
    let refused = |change: &dyn Fn(&mut DrawRequest, &mut Pool)| {
        let (mut request, mut pool) = (draws[0].request.clone(), pool.clone());
        change(&mut request, &mut pool);
        draw(&pool, &request).unwrap_err()
    };
    let alone = refused(&|request, _| request.contributions.truncate(1));
    assert_eq!(alone, DrawError::TooFewPersons { found: 1 });
    let twice = |request: &mut DrawRequest, _: &mut Pool| {
        request.contributions[1].person = format!(" {} ", request.contributions[0].person);
    };
    assert_eq!(refused(&twice), DrawError::PersonRepeated);
    for digits in ["12345", "12345a", "１２３４５６", ""] {
        let typed = |request: &mut DrawRequest, _: &mut Pool| {
            digits.clone_into(&mut request.contributions[0].digits);
        };
        assert_eq!(refused(&typed), DrawError::NotDigits, "{digits}");
    }
    assert_eq!(refused(&|request, _| request.number = 2), DrawError::Reason);
    assert_eq!(refused(&|request, _| request.number = 0), DrawError::Reason);
    let first_with_reason = |request: &mut DrawRequest, _: &mut Pool| {
        request.reason = Some("again".to_owned());
    };
    assert_eq!(refused(&first_with_reason), DrawError::Reason);
    assert_eq!(
        refused(&|_, pool| pool.rules.size = 4),
        DrawError::EvenPanel
    );
    let small = refused(&|_, pool| pool.rules.size = 13);
    assert!(matches!(
        small,
        DrawError::PoolTooSmall { .. } | DrawError::FieldTooSmall { .. }
    ));
    let field = |_: &mut DrawRequest, pool: &mut Pool| {
        pool.rules.least_per_field.insert("法律".to_owned(), 1);
    };
    assert_eq!(
        refused(&field),
        DrawError::FieldTooSmall {
            field: "法律".to_owned()
        }
    );
}

#[test]
fn the_next_reserve_is_the_first_who_may_judge() {
    let Vector { pool, draws, .. } = vector();
    let draw = &draws[0];
    let all: BTreeSet<ApplicationId> = pool.applications.keys().cloned().collect();
    let free = |expert: &&ExpertId| pool.barred_from(expert).is_empty();
    let first = draw.reserves.iter().find(free);
    assert_eq!(draw.next_reserve(&pool, &BTreeSet::new(), &all), first);
    let taken: BTreeSet<ExpertId> = first.into_iter().cloned().collect();
    assert_ne!(draw.next_reserve(&pool, &taken, &all), first);
    let everyone = draw.reserves.iter().cloned().collect();
    assert_eq!(draw.next_reserve(&pool, &everyone, &BTreeSet::new()), None);
}
