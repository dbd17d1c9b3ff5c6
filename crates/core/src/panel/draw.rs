//! The draw 抽取: a panel and its reserves from a frozen pool, reproducible by anyone.
//!
//! Owns the frozen pool, the seed, the shuffle and the choice. Does not know who is present or hide
//! what they type: whoever calls must take the digits of each person unseen by the others, or the
//! last one could choose the result. Trap: every order below is the order of bytes; a locale or a
//! hash map anywhere would make the draw a matter of the machine.
//!
//! # Specification
//! *Bytes* are netstrings, `<length in bytes>:<content>,`, of each item in turn; a list is its
//! length followed by its members; an optional item is a list of none or one; numbers are decimal
//! digits, digests 64 hexadecimal digits.
//!
//! 1. **Pool digest** = SHA-256 of the bytes of: `hengping-draw-pool-1`; round; panel; review year;
//!    size; reserves; same-unit years; optional most per unit; list of (field, least) in ascending
//!    order; list of members in ascending order of id: id, name, unit, list of fields in ascending
//!    order, list of affiliations in ascending order of (organisation, current before ended, year):
//!    organisation, optional last year; list of applications in ascending order of id: id, name,
//!    credit code, legal representative, optional group, list of shareholders as given,
//!    recommending unit; list of conflict pairs in ascending order of (expert, application, place
//!    of the ground in [`Ground::ALL`]): expert, application, ground.
//! 2. **Seed** = SHA-256 of the bytes of: `hengping-draw-seed-1`; pool digest; number of the draw;
//!    list of contributions in ascending order of person: person, digits.
//! 3. **Numbers**: the ChaCha20 keystream (RFC 8439, key = seed, nonce of 12 zero bytes, counter
//!    from 0), read as little-endian 64-bit numbers `x`. *Below n*: take the next `x`; if
//!    `x ≥ 2⁶⁴ − (2⁶⁴ mod n)` take another, else the result is `x mod n`.
//! 4. **Barred** from an application is who stands in a conflict pair with it (of several the first
//!    ground counts), else whom [`shown_ground`] names; two names are the same when they are after
//!    NFKC, without white space, in lower case.
//! 5. **Order**: the eligible members (all but those barred from every application) in ascending
//!    order of id, shuffled after Fisher–Yates: for `i` from the last index down to 1, swap the
//!    members at `i` and at *below* `i + 1`.
//! 6. **Seats**: for each (field, least) in ascending order, go through the order from its start
//!    and take members of that field until `least` seats have it (those taken before count too);
//!    then go through it again and take anyone until `size` seats are taken. Who would be one more
//!    than *most per unit* of the same unit is passed over. Seats and reserves are listed in the
//!    order; reserves are the first members of it who have no seat.
//! 7. **Per application**: the seats not barred from it, then, in their order, the reserves not
//!    barred from it until `size` are found.
//!
//! A vector stands in `review-packages/vectors/draw/`.

mod choice;
pub(crate) mod shuffle;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Member;
use super::recusal::{ConflictPair, Ground, shown_ground};
use crate::application::Enterprise;
use crate::canonical::Canonical;
use crate::id::{ApplicationId, Digest, ExpertId, PanelCode, RoundId};
use crate::time::Instant;

/// Least number of people whose digits make a seed.
pub const LEAST_PERSONS: usize = 2;
/// Least digits each of them types.
pub const LEAST_DIGITS: usize = 6;
/// Most digits each of them types.
pub const MOST_DIGITS: usize = 64;

/// Everything the result of a draw depends on, besides the digits. Frozen before they are typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// The round.
    pub round: RoundId,
    /// The panel to be drawn.
    pub panel: PanelCode,
    /// Year from which *within n years* is counted back.
    pub review_year: u16,
    /// What is drawn.
    pub rules: DrawRules,
    /// The persons.
    pub members: BTreeMap<ExpertId, Member>,
    /// The applications the panel will judge.
    pub applications: BTreeMap<ApplicationId, Enterprise>,
    /// Conflicts known beforehand.
    pub conflicts: BTreeSet<ConflictPair>,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawRules {
    /// Seats; odd.
    pub size: u32,
    /// Reserves.
    pub reserves: u32,
    /// Years within which a tie to an enterprise or its unit bars.
    pub same_unit_years: u32,
    /// Most seats for people of one unit; no limit when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_per_unit: Option<u32>,
    /// Least seats with an expertise.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub least_per_field: BTreeMap<String, u32>,
}

/// What one person present typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// Who.
    pub person: String,
    /// 6 to 64 decimal digits.
    pub digits: String,
}

/// The act of drawing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawRequest {
    /// 1 for the first draw of this panel, one more for each further one.
    pub number: u32,
    /// Why there is a further draw; absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the people present typed, in any order.
    pub contributions: Vec<Contribution>,
    /// When.
    pub at: Instant,
}

/// A draw with everything needed to repeat it from its pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// Digest of the frozen pool.
    pub pool: Digest,
    /// The act.
    pub request: DrawRequest,
    /// The seed.
    pub seed: Digest,
    /// Members barred from every application, who were not drawn from.
    pub excluded: BTreeMap<ExpertId, BTreeMap<ApplicationId, Ground>>,
    /// All others as shuffled.
    pub order: Vec<ExpertId>,
    /// The panel.
    pub seats: Vec<ExpertId>,
    /// The reserves, first to be called first.
    pub reserves: Vec<ExpertId>,
    /// Who judges each application.
    pub benches: BTreeMap<ApplicationId, Bench>,
}

/// Who judges one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bench {
    /// Those who judge: seats first, then reserves standing in.
    pub experts: Vec<ExpertId>,
    /// Seats and reserves that are barred, and why.
    pub barred: BTreeMap<ExpertId, Ground>,
    /// Places that could not be filled.
    pub short: u32,
}

/// Why there is no draw.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DrawError {
    /// Digits of fewer than two people.
    #[error("digits of {found} people, at least 2 are needed")]
    TooFewPersons {
        /// How many there were.
        found: usize,
    },
    /// One person typed twice, or a name is empty.
    #[error("each person must be named and types once")]
    PersonRepeated,
    /// Something else than 6 to 64 decimal digits was typed.
    #[error("each person types 6 to 64 decimal digits")]
    NotDigits,
    /// A further draw without a reason, or a first one with it.
    #[error("a further draw needs a reason, the first has none")]
    Reason,
    /// The number of seats is even or zero.
    #[error("a panel has an odd number of seats")]
    EvenPanel,
    /// Not enough people.
    #[error("{eligible} eligible members for {needed} places")]
    PoolTooSmall {
        /// Seats and reserves.
        needed: usize,
        /// Members that may be drawn under the rules.
        eligible: usize,
    },
    /// The rules on expertise cannot be met.
    #[error("not enough members of a required field")]
    FieldTooSmall {
        /// The field.
        field: String,
    },
}

impl Pool {
    /// The digest under which the pool is frozen.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.canonical_bytes())
    }

    /// The bytes the digest is made of.
    #[must_use]
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let rules = &self.rules;
        Canonical::of("hengping-draw-pool-1")
            .item(&self.round)
            .item(&self.panel)
            .item(self.review_year)
            .item(rules.size)
            .item(rules.reserves)
            .item(rules.same_unit_years)
            .list(rules.most_per_unit.iter(), Canonical::item)
            .list(rules.least_per_field.iter(), |bytes, (field, least)| {
                bytes.item(field).item(least)
            })
            .list(self.members.iter(), member_bytes)
            .list(self.applications.iter(), application_bytes)
            .list(self.conflicts.iter(), |bytes, pair| {
                bytes
                    .item(&pair.expert)
                    .item(&pair.application)
                    .item(pair.ground)
            })
            .into_bytes()
    }

    /// Why `expert` must not judge `application`: the declared ground, else what the pool shows.
    #[must_use]
    pub fn barred(&self, expert: &ExpertId, application: &ApplicationId) -> Option<Ground> {
        let declared = self
            .conflicts
            .iter()
            .find(|pair| pair.expert == *expert && pair.application == *application);
        if let Some(pair) = declared {
            return Some(pair.ground);
        }
        shown_ground(
            self.members.get(expert)?,
            self.applications.get(application)?,
            self.review_year,
            self.rules.same_unit_years,
        )
    }

    /// Everything `expert` must not judge.
    #[must_use]
    pub fn barred_from(&self, expert: &ExpertId) -> BTreeMap<ApplicationId, Ground> {
        self.applications
            .keys()
            .filter_map(|application| {
                Some((application.clone(), self.barred(expert, application)?))
            })
            .collect()
    }
}

fn member_bytes(bytes: Canonical, (id, member): (&ExpertId, &Member)) -> Canonical {
    bytes
        .item(id)
        .item(&member.name)
        .item(&member.unit)
        .list(member.fields.iter(), Canonical::item)
        .list(member.affiliations.iter(), |bytes, tie| {
            bytes
                .item(&tie.organisation)
                .list(tie.until.iter(), Canonical::item)
        })
}

fn application_bytes(
    bytes: Canonical,
    (id, enterprise): (&ApplicationId, &Enterprise),
) -> Canonical {
    bytes
        .item(id)
        .item(&enterprise.name)
        .item(&enterprise.credit_code)
        .item(&enterprise.legal_representative)
        .list(enterprise.group.iter(), Canonical::item)
        .list(enterprise.shareholders.iter(), Canonical::item)
        .item(&enterprise.unit)
}

/// Draws a panel from `pool`.
///
/// # Errors
/// [`DrawError`] when the request is not in order or the pool cannot fill the panel.
pub fn draw(pool: &Pool, request: &DrawRequest) -> Result<Draw, DrawError> {
    check(pool, request)?;
    let digest = pool.digest();
    let seed = seed(digest, request);
    let (excluded, eligible) = choice::split(pool);
    let order = shuffle::shuffled(eligible, seed);
    let (seats, reserves) = choice::choose(pool, &order)?;
    Ok(Draw {
        pool: digest,
        request: request.clone(),
        seed,
        excluded,
        benches: choice::benches(pool, &seats, &reserves),
        order,
        seats,
        reserves,
    })
}

/// The seed that `request` makes of the pool with digest `pool`.
#[must_use]
pub fn seed(pool: Digest, request: &DrawRequest) -> Digest {
    let contributions: BTreeSet<&Contribution> = request.contributions.iter().collect();
    Canonical::of("hengping-draw-seed-1")
        .item(pool)
        .item(request.number)
        .list(contributions.iter(), |bytes, one| {
            bytes.item(&one.person).item(&one.digits)
        })
        .digest()
}

fn check(pool: &Pool, request: &DrawRequest) -> Result<(), DrawError> {
    let typed = &request.contributions;
    if typed.len() < LEAST_PERSONS {
        return Err(DrawError::TooFewPersons { found: typed.len() });
    }
    let persons: BTreeSet<&str> = typed.iter().map(|one| one.person.trim()).collect();
    if persons.len() != typed.len() || persons.contains("") {
        return Err(DrawError::PersonRepeated);
    }
    let fits = |digits: &str| {
        (LEAST_DIGITS..=MOST_DIGITS).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !typed.iter().all(|one| fits(&one.digits)) {
        return Err(DrawError::NotDigits);
    }
    let reason = request
        .reason
        .as_ref()
        .is_some_and(|text| !text.trim().is_empty());
    if request.number == 0 || reason != (request.number > 1) {
        return Err(DrawError::Reason);
    }
    if pool.rules.size.is_multiple_of(2) {
        return Err(DrawError::EvenPanel);
    }
    Ok(())
}

impl Draw {
    /// Whether drawing again from `pool` gives exactly this.
    #[must_use]
    pub fn repeats(&self, pool: &Pool) -> bool {
        draw(pool, &self.request).as_ref() == Ok(self)
    }

    /// The reserve to call next for `applications`: the first who is not in `taken` (called before,
    /// or out) and not barred from any of them.
    #[must_use]
    pub fn next_reserve(
        &self,
        pool: &Pool,
        taken: &BTreeSet<ExpertId>,
        applications: &BTreeSet<ApplicationId>,
    ) -> Option<&ExpertId> {
        let free = |expert: &ExpertId| {
            applications
                .iter()
                .all(|application| pool.barred(expert, application).is_none())
        };
        self.reserves
            .iter()
            .find(|expert| !taken.contains(*expert) && free(expert))
    }
}

#[cfg(test)]
mod tests;
